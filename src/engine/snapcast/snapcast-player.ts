import { BackOff } from '../../core/back-off.ts';
import { inBackground } from '../../core/background.ts';
import type { Clock, Off } from '../../core/clock.ts';
import { Fault } from '../../core/fault.ts';
import type { Log } from '../../core/log.ts';
import type { Voices } from '../voices.ts';
import { SnapcastSession } from './snapcast-session.ts';
import type { SnapcastServer, SnapcastStatus } from './snapcast-server.ts';

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
    const backOff = new BackOff();
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
      const pauseMs = backOff.after(clock.monotonic() - begun);
      log.warn('Snapcast broke off', { problem, againMs: pauseMs });
      tell({ state: 'waiting', problem });
      offPause = clock.after(pauseMs, again);
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
