import type { Clock } from '../core/clock.ts';
import { choice, object } from '../core/schema.ts';
import type { Route } from '../http/index.ts';
import { bodyOf } from './json.ts';

/** Long enough for the answer to reach the page, ms. */
const LAST_WORDS_MS = 500;

interface RestartDeps {
  readonly clock: Clock;
  readonly restart: () => void;
  /** The next start returns everything to the factory default; `soft` but for network settings and identity. */
  readonly prepareReset: (kind: 'soft' | 'hard') => Promise<void>;
}

const RESET = object({ kind: choice(['soft', 'hard']) });

/** Restarts the device, as it is or with the factory default, once the answer is on the way. */
export const restartRoutes = ({ clock, restart, prepareReset }: RestartDeps): Route[] => [
  {
    path: '/api/restart',
    methods: ['POST'],
    access: 'admin',
    handle: () => {
      clock.after(LAST_WORDS_MS, restart);
      return undefined;
    },
  },
  {
    path: '/api/factory-default',
    methods: ['POST'],
    access: 'admin',
    body: RESET,
    handle: async exchange => {
      const { kind } = await bodyOf(RESET, exchange);
      await prepareReset(kind);
      clock.after(LAST_WORDS_MS, restart);
      return undefined;
    },
  },
];
