import type { Clock } from '../core/clock.ts';
import type { Route } from '../http/index.ts';
import { type Booted, LAST_WORDS_MS, restartAnswer, type RestartMessage } from './restart-answer.ts';

interface FactoryDefaultDeps extends Booted {
  readonly clock: Clock;
  readonly restart: () => void;
  /** The next start returns everything to the factory default; `soft` but for network settings and identity. */
  readonly prepareReset: (kind: 'soft' | 'hard') => Promise<void>;
}

/** `factorydefault.cgi` keeps how the speaker is reached, `hardfactorydefault.cgi` nothing; both restart the device. */
export const factoryDefaultCgis = (deps: FactoryDefaultDeps): Route[] => [
  cgi(deps, { name: 'factorydefault.cgi', kind: 'soft', message: 'factoryMessage' }),
  cgi(deps, { name: 'hardfactorydefault.cgi', kind: 'hard', message: 'factoryMessage2' }),
];

interface Reset {
  readonly name: string;
  readonly kind: 'soft' | 'hard';
  /** What clients look for in the answer. */
  readonly message: RestartMessage;
}

const cgi = ({ clock, restart, prepareReset, device }: FactoryDefaultDeps, { name, kind, message }: Reset): Route => ({
  path: `/axis-cgi/${name}`,
  methods: ['GET', 'POST'],
  access: 'admin',
  handle: async exchange => {
    await prepareReset(kind);
    clock.after(LAST_WORDS_MS, restart);
    return restartAnswer(message, exchange, { device });
  },
});
