import { type Clock, type Off, instant } from '../core/clock.ts';
import { randomToken } from '../core/secrets.ts';
import type { EventFilter, EventMessage } from './event-message.ts';
import { type EventSource, presentMessages, readEvents } from './event-reader.ts';
import { SoapFault } from './soap.ts';

interface PullPointsDeps {
  readonly events: EventSource;
  readonly clock: Clock;
}

/** What a subscription is asked for with. */
interface Wish {
  readonly filter: EventFilter;
  /** How long it lives without being used, ms. */
  readonly lifeMs: number;
  /** The account that may use it. */
  readonly owner: string;
}

interface Pull {
  /** How long to wait for the first message, ms. */
  readonly timeoutMs: number;
  readonly most: number;
  readonly signal: AbortSignal;
}

/** Subscriptions open at once, and of one account. */
const MOST = 32;
const MOST_OF_ONE = 16;
/** Messages that wait to be fetched; who lets more wait is dropped. */
const MOST_WAITING = 500;

/** The subscriptions of those who fetch events (ONVIF Core specification, 9.1.2). */
export class PullPoints {
  readonly #deps: PullPointsDeps;
  readonly #points = new Map<string, PullPoint>();

  constructor(deps: PullPointsDeps) {
    this.#deps = deps;
  }

  get size(): number {
    return this.#points.size;
  }

  /** @throws SoapFault where there are too many */
  create(wish: Wish): PullPoint {
    const same = [...this.#points.values()].filter(({ owner }) => owner === wish.owner).length;
    if (this.#points.size >= MOST || same >= MOST_OF_ONE) {
      throw new SoapFault('busy', `no more than ${MOST} subscriptions, and ${MOST_OF_ONE} of one account`, {
        detail: '<wsnt:SubscribeCreationFailedFault/>',
      });
    }
    const id = randomToken(16);
    const point = new PullPoint(id, wish, { ...this.#deps, gone: () => this.#points.delete(id) });
    this.#points.set(id, point);
    return point;
  }

  /** @throws SoapFault where the account has no such subscription; without a name it is its newest */
  find(id: string | undefined, owner: string): PullPoint {
    const own = [...this.#points.values()].filter(point => point.owner === owner);
    const point = id === undefined ? own.at(-1) : own.find(candidate => candidate.id === id);
    if (point === undefined) {
      throw new SoapFault('invalid', 'there is no such subscription; it may have ended', {
        subcodes: ['ter:InvalidArgVal'],
        detail: '<wsrfr:ResourceUnknownFault/>',
      });
    }
    return point;
  }

  /** Ends all. */
  close(): void {
    for (const point of this.#points.values()) point.end();
  }
}

/** One subscription: what happened since its owner last asked. */
export class PullPoint {
  readonly id: string;
  readonly owner: string;
  readonly #filter: EventFilter;
  readonly #lifeMs: number;
  readonly #deps: PullPointsDeps & { readonly gone: () => void };
  readonly #off: Off;
  #waiting: EventMessage[] = [];
  #until = 0;
  #stopTimer: Off = () => undefined;
  #wake: (() => void) | undefined;
  #overrun = false;

  constructor(id: string, { filter, lifeMs, owner }: Wish, deps: PullPointsDeps & { readonly gone: () => void }) {
    this.id = id;
    this.owner = owner;
    this.#filter = filter;
    this.#lifeMs = lifeMs;
    this.#deps = deps;
    this.#off = readEvents(deps.events, filter, message => this.#hear(message));
    this.live(lifeMs);
  }

  /** When it ends by itself. */
  get terminationTime(): Date {
    const { clock } = this.#deps;
    return instant(clock.now().getTime() + this.#until - clock.monotonic());
  }

  /** Lets it live so long from now, ms. */
  live(ms: number): void {
    const { clock } = this.#deps;
    this.#stopTimer();
    this.#until = clock.monotonic() + ms;
    this.#stopTimer = clock.after(ms, () => this.end());
  }

  /** Queues the present states once more. */
  synchronize(): void {
    for (const message of presentMessages(this.#deps.events, this.#filter)) this.#hear(message);
  }

  /** Fetches what waits, or what comes first. Another that waits goes away with nothing. */
  async pull({ timeoutMs, most, signal }: Pull): Promise<EventMessage[]> {
    this.#wake?.();
    this.#checkOverrun();
    const left = this.#until - this.#deps.clock.monotonic();
    this.live(Math.max(left, this.#lifeMs, timeoutMs + this.#lifeMs));
    if (this.#waiting.length === 0 && !signal.aborted) await this.#untilHeard(timeoutMs, signal);
    this.#checkOverrun();
    return this.#waiting.splice(0, most);
  }

  end(): void {
    this.#stopTimer();
    this.#off();
    this.#waiting = [];
    this.#deps.gone();
    this.#wake?.();
  }

  #checkOverrun(): void {
    if (!this.#overrun) return;
    this.end();
    throw new SoapFault('invalid', `more than ${MOST_WAITING} messages were not fetched: subscribe again`, {
      detail: '<wsrfr:ResourceUnknownFault/>',
    });
  }

  #hear(message: EventMessage): void {
    if (this.#overrun) return;
    this.#waiting.push(message);
    if (this.#waiting.length > MOST_WAITING) {
      this.#overrun = true;
      this.#waiting = [];
    }
    this.#wake?.();
  }

  async #untilHeard(ms: number, signal: AbortSignal): Promise<void> {
    const offs: Off[] = [];
    await new Promise<void>(resolve => {
      const done = () => resolve();
      this.#wake = done;
      offs.push(this.#deps.clock.after(ms, done));
      signal.addEventListener('abort', done, { once: true });
      offs.push(() => signal.removeEventListener('abort', done));
      offs.push(() => {
        if (this.#wake === done) this.#wake = undefined;
      });
    });
    for (const off of offs) off();
  }
}
