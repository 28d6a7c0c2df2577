import type { FirewallPlan, FirewallRule } from './settings.ts';
import { readSource } from './source.ts';

/** Who asks, and at which of our TCP ports. */
export interface Asker {
  readonly address: string;
  /** Undefined where it is not known. */
  readonly mac: string | undefined;
  readonly port: number;
}

/**
 * What would keep the asker out: the number of a rule, counted from 1, or the policy; undefined where he is let in. Limits
 * keep nobody out. A rule for a MAC address does not fit somebody whose own is not known.
 */
export function keptOutBy({ activated, policy, rules }: FirewallPlan, asker: Asker): number | 'policy' | undefined {
  if (!activated || isLoopback(asker.address)) return undefined;
  const decides = rules.findIndex(rule => rule.action !== 'limit' && fits(rule, asker));
  const verdict = rules[decides]?.action ?? policy;
  if (verdict === 'accept') return undefined;
  return decides === -1 ? 'policy' : decides + 1;
}

function fits({ source, mac, traffic, protocol, firstPort, lastPort }: FirewallRule, asker: Asker): boolean {
  if (source !== '' && !readSource(source, 'source').has(asker.address)) return false;
  if (mac !== '' && mac !== asker.mac) return false;
  if (traffic === 'broadcast' || traffic === 'multicast' || protocol === 'udp') return false;
  return firstPort === 0 || (asker.port >= firstPort && asker.port <= lastPort);
}

const isLoopback = (address: string) => address.startsWith('127.') || address === '::1';
