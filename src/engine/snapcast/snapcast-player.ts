import { inBackground } from '../../core/background.ts';
import type { Clock, Off } from '../../core/clock.ts';
import { Fault } from '../../core/fault.ts';
import type { Log } from '../../core/log.ts';
import type { Voices } from '../voices.ts';
import { SnapcastSession } from './snapcast-session.ts';
import type { SnapcastServer, SnapcastStatus } from './snapcast-server.ts';

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;
/** A connection that held so long, ms, was all right: the next attempt comes soon again. */
const GOOD_MS = 30_000;
const TELL_MS = 1000;

interface SnapcastPlayerDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly voices: Pick<Voices, 'open'>;
  /** ms from now until what the mixer takes next leaves the DAC. */
  readonly leadMs: () => number;
  readonly tell: (status: SnapcastStatus) => void;
}

/** Plays what a server of Snapcast sends, and comes back to it, less and less often, when it breaks off. */
export class SnapcastPlayer {
  readonly #deps: SnapcastPlayerDeps;
  #leave: Off = () => undefined;

  constructor(deps: SnapcastPlayerDeps) {
    this.#deps = deps;
  }

  /** This server and no other; null is silence. */
  play(server: SnapcastServer | null): void {
    this.#leave();
    this.#leave = () => undefined;
    if (server === null) this.#deps.tell({ state: 'stopped' });
    else this.#leave = this.#follow(server);
  }

  #follow(server: SnapcastServer): Off {
    const { clock, log, tell } = this.#deps;
    let session: SnapcastSession | undefined;
    let offPause: Off = () => undefined;
    let pauseMs = FIRST_PAUSE_MS;
    let over = false;
    const attempt = async () => {
      const begun = clock.monotonic();
      const present = new SnapcastSession({ ...this.#deps, server });
      session = present;
      tell(present.status());
      const problem = await present.run().catch((error: unknown) => {
        if (error instanceof Fault) return error.message;
        throw error;
      });
      session = undefined;
      if (over) return;
      if (problem === undefined) {
        tell({ state: 'stopped', problem: 'another source took its place' });
        return;
      }
      if (clock.monotonic() - begun > GOOD_MS) pauseMs = FIRST_PAUSE_MS;
      log.warn('Snapcast broke off', { problem, againMs: pauseMs });
      tell({ state: 'waiting', problem });
      offPause = clock.after(pauseMs, again);
      pauseMs = Math.min(LONGEST_PAUSE_MS, 2 * pauseMs);
    };
    const again = () => inBackground(log, 'playing from a server of Snapcast', attempt);
    again();
    const offTell = clock.every(TELL_MS, () => session !== undefined && tell(session.status()));
    return () => {
      over = true;
      offPause();
      offTell();
      session?.end();
    };
  }
}
