import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { EventBus } from '../events/index.ts';
import type { Helpers } from '../linux/index.ts';
import { JsonFile, type ParamStore } from '../settings/index.ts';
import { type CertificateShelf, Dot1x } from './dot1x.ts';
import { keepDot1xParams } from './params.ts';
import { DOT1X_OFF, STORED_DOT1X } from './settings.ts';

interface Dot1xParts {
  readonly state: string;
  readonly helpers: Helpers;
  readonly certificates: CertificateShelf;
  readonly interfaceName: () => Promise<string>;
  readonly events: EventBus;
  readonly params: ParamStore;
  readonly clock: Clock;
  readonly log: Log;
}

/** Who the speaker is to the switch. */
export function createDot1x({ state, params, ...parts }: Dot1xParts): Dot1x {
  const { log } = parts;
  const path = `${state}/dot1x.json`;
  const dot1x = new Dot1x({ ...parts, file: new JsonFile({ path, schema: STORED_DOT1X, empty: DOT1X_OFF, log }) });
  keepDot1xParams(params, dot1x);
  return dot1x;
}
