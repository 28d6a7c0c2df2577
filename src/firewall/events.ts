import { boolean, object, string } from '../core/schema.ts';
import { defineEvent } from '../events/index.ts';

/** Tested rules went: nobody confirmed them, or somebody wanted the former ones back. */
export const firewallReverted = defineEvent({
  id: 'firewall.reverted',
  title: 'Firewall rules undone',
  group: 'Security',
  kind: 'pulse',
  topic: 'tns1:Device/tnsaxis:Network/FirewallReverted',
  data: object({}),
});

/** The firewall that is wanted is not in force. */
export const firewallFailed = defineEvent({
  id: 'firewall.failed',
  title: 'Firewall failed',
  group: 'Security',
  kind: 'state',
  topic: 'tns1:Device/tnsaxis:Network/FirewallFailed',
  initial: { failed: false, reason: '' },
  data: object({ failed: boolean(), reason: string() }),
});

export const FIREWALL_EVENTS = [firewallReverted, firewallFailed];
