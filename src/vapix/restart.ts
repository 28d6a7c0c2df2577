import type { Clock } from '../core/clock.ts';
import type { Route } from '../http/index.ts';
import { type Booted, LAST_WORDS_MS, restartAnswer } from './restart-answer.ts';

interface RestartDeps extends Booted {
  readonly clock: Clock;
  readonly restart: () => void;
}

/** `restart.cgi`: restarts the device once its answer is on the way. */
export const restartCgi = ({ clock, restart, device }: RestartDeps): Route => ({
  path: '/axis-cgi/restart.cgi',
  methods: ['GET', 'POST'],
  access: 'admin',
  handle: exchange => {
    clock.after(LAST_WORDS_MS, restart);
    return restartAnswer('restartMessage', exchange, { device });
  },
});
