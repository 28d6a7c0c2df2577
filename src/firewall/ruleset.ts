import type { FirewallPlan, FirewallRule, RateLimit } from './settings.ts';

/** A plan that holds for some time only. */
export interface Trial {
  readonly plan: FirewallPlan;
  readonly seconds: number;
}

/** What the helper reads: the words of nft(8) for each rule, and nothing else. */
export function ruleset(kept: FirewallPlan, trial?: Trial): string {
  const lines = trial === undefined ? [] : [`test ${trial.seconds}`, ...chain('tested', trial.plan)];
  const isOff = !kept.activated && trial === undefined;
  return [...(isOff ? [] : chain('kept', kept)), ...lines, 'end', ''].join('\n');
}

const chain = (name: string, { activated, policy, rules }: FirewallPlan) =>
  (activated ? [...rules.map(wordsOf), policy] : ['accept']).map(words => `${name} ${words}`);

function wordsOf(rule: FirewallRule): string {
  const { source, mac, traffic, action, limit } = rule;
  return [
    source === '' ? '' : `${source.includes(':') ? 'ip6' : 'ip'} saddr ${source}`,
    mac === '' ? '' : `ether saddr ${mac.toLowerCase()}`,
    traffic === 'any' ? '' : `meta pkttype ${traffic}`,
    portWords(rule),
    limit === null ? action : limitWords(limit),
  ]
    .filter(words => words !== '')
    .join(' ');
}

function portWords({ protocol, firstPort, lastPort }: FirewallRule): string {
  if (protocol === 'any') return '';
  const ports = firstPort === lastPort ? String(firstPort) : `${firstPort}-${lastPort}`;
  if (protocol === 'both') return `meta l4proto { tcp, udp }${firstPort === 0 ? '' : ` th dport ${ports}`}`;
  return firstPort === 0 ? `meta l4proto ${protocol}` : `${protocol} dport ${ports}`;
}

const limitWords = ({ amount, period, unit, burst }: RateLimit) =>
  `${unit === 'connections' ? 'ct state new ' : ''}limit rate over ${amount}/${period} burst ${burst} packets drop`;
