import type { Clock, Off } from '../../core/clock.ts';
import type { Led, LedShow } from '../board.ts';
import type { Lamp } from './lamp.ts';

type Phase = readonly [red: boolean, green: boolean];

interface Look {
  readonly phases: readonly [Phase, ...Phase[]];
  /** How long each phase lasts, ms; 0 where there is but one. */
  readonly phaseMs: number;
}

const AMBER: Phase = [true, true];
const RED: Phase = [true, false];
const GREEN: Phase = [false, true];
const UNLIT: Phase = [false, false];

/** The looks of the manual's table of LED indicators, and those that rules may ask for. Amber is red and green. */
const LOOKS: Readonly<Record<LedShow, Look>> = {
  unlit: { phases: [UNLIT], phaseMs: 0 },
  green: { phases: [GREEN], phaseMs: 0 },
  amber: { phases: [AMBER], phaseMs: 0 },
  'green-flash': { phases: [GREEN, UNLIT], phaseMs: 250 },
  'amber-flash': { phases: [AMBER, UNLIT], phaseMs: 250 },
  'red-flash': { phases: [RED, UNLIT], phaseMs: 250 },
  'red-slow-flash': { phases: [RED, UNLIT], phaseMs: 1000 },
  'red-green-fast-flash': { phases: [RED, GREEN], phaseMs: 125 },
};

interface TwoColourLedDeps {
  readonly red: Lamp;
  readonly green: Lamp;
  readonly clock: Clock;
  /** Told when a lamp cannot be switched, also not after a while. */
  readonly failed: (error: unknown) => void;
}

/** While the system starts, udev may still have to give us the lamps: how long and how often we try, ms. */
const PATIENCE_MS = 20_000;
const RETRY_MS = 500;

/** A red and a green lamp as one status LED. */
export class TwoColourLed implements Led {
  readonly #deps: TwoColourLedDeps;
  #cancel: Off = () => undefined;
  #shows = 0;
  #failingSince: number | undefined;

  constructor(deps: TwoColourLedDeps) {
    this.#deps = deps;
  }

  show(what: LedShow, phaseMs?: number): void {
    const show = this.close();
    const usual = LOOKS[what];
    const look = usual.phaseMs > 0 && phaseMs !== undefined ? { ...usual, phaseMs } : usual;
    if (!this.#attempt(() => this.#set(look.phases[0]))) {
      this.#cancel = this.#deps.clock.after(RETRY_MS, () => this.show(what, phaseMs));
    } else if (look.phaseMs > 0) this.#flash(look, show);
  }

  /** Stops flashing, save where the kernel does it, and leaves the lamps as they are. */
  close(): number {
    this.#cancel();
    this.#cancel = () => undefined;
    return ++this.#shows;
  }

  #flash(look: Look, show: number): void {
    const { red } = this.#deps;
    // Two flashes of the kernel drift apart, so it is left only the one that one lamp does alone.
    const alone = look.phases.every(([, green]) => !green);
    if (red.flash === undefined || !alone) {
      this.#step(look);
      return;
    }
    red.flash(look.phaseMs).then(
      done => {
        if (!done && show === this.#shows) this.#step(look);
      },
      (error: unknown) => this.#deps.failed(error),
    );
  }

  #step({ phases, phaseMs }: Look): void {
    let at = 0;
    this.#cancel = this.#deps.clock.every(phaseMs, () => {
      at = (at + 1) % phases.length;
      this.#attempt(() => this.#set(phases[at] ?? phases[0]));
    });
  }

  /** The one that goes out first: a change of colour must not flash amber. */
  #set([red, green]: Phase): void {
    if (!red) this.#deps.red.set(false);
    this.#deps.green.set(green);
    if (red) this.#deps.red.set(true);
  }

  /** @returns false where it failed and another try may help */
  #attempt(act: () => void): boolean {
    const now = this.#deps.clock.monotonic();
    try {
      act();
      this.#failingSince = undefined;
      return true;
    } catch (error) {
      this.#failingSince ??= now;
      if (now - this.#failingSince < PATIENCE_MS) return false;
      this.#deps.failed(error);
      return true;
    }
  }
}
