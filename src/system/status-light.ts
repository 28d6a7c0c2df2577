import type { Led, LedShow } from '../board/index.ts';
import type { Clock, Off } from '../core/clock.ts';

/** How long the LED stays green after the start before it goes out, ms. */
const GREEN_MS = 10_000;

/** What a part of the speaker may want to show, the most important first; see LED Indicators in the manual. */
const SHOWS = {
  restoring: 'amber',
  startup: 'amber',
  identify: 'red-green-fast-flash',
  'failed-upgrade': 'red-slow-flash',
  'rule-green': 'green-flash',
  'rule-amber': 'amber-flash',
  'rule-red': 'red-flash',
} as const satisfies Record<string, LedShow>;

export type LightRequest = keyof typeof SHOWS;

interface Request {
  readonly what: LightRequest;
  readonly phaseMs: number | undefined;
}

const ORDER = Object.keys(SHOWS) as LightRequest[];

/**
 * The status LED. Whoever has something to show asks for it, and what matters most is shown: amber until the speaker is
 * ready, and in normal operation green for ten seconds and then nothing, or steady green where that is set.
 */
export class StatusLight {
  readonly #led: Led;
  readonly #clock: Clock;
  readonly #requests = new Set<Request>();
  #starting: Off = () => undefined;
  #shown: LedShow | undefined;
  #shownPhase: number | undefined;
  #steady = false;
  #fresh = true;
  #cancel: Off = () => undefined;

  constructor({ led, clock }: { led: Led; clock: Clock }) {
    this.#led = led;
    this.#clock = clock;
  }

  /**
   * Shows `what` until the request is taken back, unless another one matters more.
   * @param phaseMs how long each colour of a flash lasts; of several requests for the same the newest counts
   */
  request(what: LightRequest, phaseMs?: number): Off {
    const request: Request = { what, phaseMs };
    this.#requests.add(request);
    this.#update();
    return () => {
      if (this.#requests.delete(request)) this.#update();
    };
  }

  /** Start-up: amber until `ready`. */
  starting(): void {
    this.#starting = this.request('startup');
  }

  /** Normal operation begins. */
  ready(): void {
    this.#cancel = this.#clock.after(GREEN_MS, () => {
      this.#fresh = false;
      this.#update();
    });
    this.#starting();
  }

  /** Whether normal operation stays green; else the LED goes out. */
  setSteady(steady: boolean): void {
    this.#steady = steady;
    this.#update();
  }

  /** Going down or restarting: amber again. */
  stop(): void {
    this.#cancel();
    this.request('startup');
  }

  #update(): void {
    const requests = [...this.#requests].reverse();
    const first = ORDER.flatMap(what => requests.find(request => request.what === what) ?? [])[0];
    const normal = this.#steady || this.#fresh ? 'green' : 'unlit';
    const show = first === undefined ? normal : SHOWS[first.what];
    const phaseMs = first?.phaseMs;
    // A flash must not begin anew with every request that changes nothing.
    if (show === this.#shown && phaseMs === this.#shownPhase) return;
    this.#shown = show;
    this.#shownPhase = phaseMs;
    this.#led.show(show, phaseMs);
  }
}
