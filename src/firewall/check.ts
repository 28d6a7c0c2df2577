import { Fault, invalid } from '../core/fault.ts';
import type { FirewallPlan, FirewallRule } from './settings.ts';
import { readSource } from './source.ts';

const MAC = /^([0-9A-F]{2}:){5}[0-9A-F]{2}$/;

/**
 * The plan as it is kept: MAC addresses in capital letters, one port as a range of one.
 * @throws Fault `invalid` with the field, as `rules.0.source`
 */
export const checkedPlan = ({ activated, policy, rules }: FirewallPlan): FirewallPlan => ({
  activated,
  policy,
  rules: rules.map((rule, index) => inRule(index, () => checkedRule(rule, `rules.${index}`))),
});

/** Says which rule it is, counted from 1. */
function inRule<T>(index: number, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw invalid(`rule ${index + 1}: ${error.message}`, error.field);
  }
}

function checkedRule(rule: FirewallRule, field: string): FirewallRule {
  const source = rule.source.replaceAll(/\s/g, '');
  if (source !== '') readSource(source, `${field}.source`);
  const mac = rule.mac.toUpperCase().replaceAll('-', ':');
  if (mac !== '' && !MAC.test(mac)) throw invalid('a MAC address is written as 00:1B:63:84:45:E6', `${field}.mac`);
  const ports = portsOf(rule, field);
  if ((rule.action === 'limit') !== (rule.limit !== null)) {
    throw invalid('a rule that limits says how much, and no other does', `${field}.limit`);
  }
  return { ...rule, source, mac, ...ports };
}

function portsOf({ protocol, firstPort, lastPort }: FirewallRule, field: string) {
  if (firstPort === 0 && lastPort === 0) return { firstPort, lastPort };
  if (protocol === 'any') throw invalid('ports are TCP’s or UDP’s: choose a protocol', `${field}.protocol`);
  if (firstPort === 0) throw invalid('a range of ports begins at 1 or later', `${field}.firstPort`);
  if (lastPort !== 0 && lastPort < firstPort) {
    throw invalid(`the range ends (${lastPort}) before it begins (${firstPort})`, `${field}.lastPort`);
  }
  return { firstPort, lastPort: lastPort === 0 ? firstPort : lastPort };
}
