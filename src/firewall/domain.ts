import type { Clock } from '../core/clock.ts';
import { Fault } from '../core/fault.ts';
import type { Log } from '../core/log.ts';
import type { EventBus } from '../events/index.ts';
import { type Helpers, neighbourMac } from '../linux/index.ts';
import { JsonFile } from '../settings/index.ts';
import { Firewall } from './firewall.ts';
import { OFF, STORED_FIREWALL } from './settings.ts';

interface FirewallParts {
  readonly state: string;
  readonly helpers: Helpers;
  readonly events: EventBus;
  readonly clock: Clock;
  readonly log: Log;
}

/** Who may reach the speaker. */
export const createFirewall = ({ state, helpers, ...parts }: FirewallParts): Firewall =>
  new Firewall({
    ...parts,
    file: new JsonFile({ path: `${state}/firewall.json`, schema: STORED_FIREWALL, empty: OFF, log: parts.log }),
    enforce: ruleset => enforce(helpers, ruleset),
    macOf: address => neighbourMac(address),
  });

/** What the helper says at the end where all went well. */
const DONE = 'ok';

/** @throws Fault `failed` with the helper's words */
async function enforce(helpers: Helpers, ruleset: string): Promise<void> {
  const said: string[] = [];
  const why = await helpers('firewall', ruleset, line => said.push(line)).ended;
  if (said.at(-1) === DONE) return;
  throw new Fault('failed', `the firewall cannot be changed: ${said.join(' ').slice(0, 500) || why}`);
}
