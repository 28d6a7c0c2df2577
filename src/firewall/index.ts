/** Who may reach the speaker: rules of the packet filter, tested before they are kept. */
export { firewallConfigPart } from './config-part.ts';
export { createFirewall } from './domain.ts';
export { FIREWALL_EVENTS } from './events.ts';
export { type Firewall, LONGEST_TEST_S } from './firewall.ts';
export { type FirewallPlan, type FirewallRule, PLAN, type RateLimit } from './settings.ts';
