import type { Clock } from '../core/clock.ts';
import type { Route } from '../http/index.ts';

/** Long enough for the answer to reach the page, ms. */
const LAST_WORDS_MS = 500;

interface RestartDeps {
  readonly clock: Clock;
  readonly restart: () => void;
}

/** Restarts the device once the answer is on the way. */
export const restartRoute = ({ clock, restart }: RestartDeps): Route => ({
  path: '/api/restart',
  methods: ['POST'],
  access: 'admin',
  handle: () => {
    clock.after(LAST_WORDS_MS, restart);
    return undefined;
  },
});
