import type { Clock } from '../core/clock.ts';
import type { Route } from '../http/index.ts';
import { LAST_WORDS_MS, restartAnswer } from './restart-answer.ts';

interface RestartDeps {
  readonly clock: Clock;
  readonly restart: () => void;
}

/** `restart.cgi`: restarts the device once its answer is on the way. */
export const restartCgi = ({ clock, restart }: RestartDeps): Route => ({
  path: '/axis-cgi/restart.cgi',
  methods: ['GET', 'POST'],
  access: 'admin',
  handle: ({ host }) => {
    clock.after(LAST_WORDS_MS, restart);
    return restartAnswer('restartMessage', host);
  },
});
