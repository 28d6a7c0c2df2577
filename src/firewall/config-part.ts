import { parse } from '../core/schema.ts';
import type { ConfigPart } from '../settings/index.ts';
import { checkedPlan } from './check.ts';
import type { Firewall } from './firewall.ts';
import { PLAN } from './settings.ts';

/** As long as a change of the network waits, s. */
const TEST_S = 120;

/** The rules that are kept as a part of the whole configuration; one that is tested is none. */
export const firewallConfigPart = (firewall: Firewall): ConfigPart => ({
  name: 'firewall',
  title: 'Firewall',
  trial: `the firewall rules are tested for ${TEST_S} s: confirm them at System › Security, else the former ones come back`,
  read: () => firewall.plan,
  check: content => checkedPlan(parse(PLAN, content, 'firewall')),
  replace: (content, { final }) => firewall.change(parse(PLAN, content, 'firewall'), { testS: final ? 0 : TEST_S }),
});
