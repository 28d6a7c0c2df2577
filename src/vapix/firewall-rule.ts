import { invalid } from '../core/fault.ts';
import { choice, integer, nullable, object, optional, type Schema, string } from '../core/schema.ts';
import type { FirewallRule, RateLimit } from '../firewall/index.ts';

const PERIODS = ['SECOND', 'MINUTE', 'HOUR', 'DAY'] as const;
const PORT_TYPES = ['TCP', 'UDP', 'BOTH'] as const;
const PACKETS = ['UNICAST', 'BROADCAST', 'MULTICAST'] as const;
export const POLICY = choice(['DROP', 'ACCEPT']);
const port = integer({ minimum: 1, maximum: 65_535 });
const amount = integer({ minimum: 1, maximum: 65_535 });
/** May be left out, or null. */
const maybe = <T>(schema: Schema<T>) => optional(nullable(schema));

export const VAPIX_RULE = object({
  ruleType: choice(['FILTER', 'LIMIT']),
  ip: maybe(string()),
  ipRange: maybe(object({ start: string(), end: string() })),
  mac: maybe(string()),
  tcpPort: maybe(port),
  udpPort: maybe(port),
  port: maybe(object({ portType: choice(PORT_TYPES), portNum: port })),
  portRange: maybe(object({ portType: choice(PORT_TYPES), start: port, end: port })),
  pktType: optional<(typeof PACKETS)[number] | null>({ enum: [...PACKETS, null] }),
  filter: maybe(object({ policy: POLICY })),
  limit: maybe(object({ amount, period: choice(PERIODS), unit: choice(['NEWCONNECTIONS', 'PACKETS']), burst: amount })),
});
type VapixRule = typeof VAPIX_RULE extends Schema<infer T> ? T : never;

/** @throws Fault `invalid` */
export function ruleIn(rule: VapixRule, field: string): FirewallRule {
  const { ip, ipRange, mac, pktType } = rule;
  expectOne([ip, ipRange], `${field}.ipRange`);
  return {
    ...actionIn(rule, field),
    source: ipRange == null ? (ip ?? '') : `${ipRange.start}-${ipRange.end}`,
    mac: mac ?? '',
    traffic: pktType == null ? 'any' : lower(pktType),
    ...portsIn(rule, field),
  };
}

function actionIn({ ruleType, filter, limit }: VapixRule, field: string): Pick<FirewallRule, 'action' | 'limit'> {
  if (ruleType === 'LIMIT') {
    if (limit == null) throw invalid('a LIMIT rule needs a limit', `${field}.limit`);
    return { action: 'limit', limit: limitIn(limit) };
  }
  if (filter == null) throw invalid('a FILTER rule needs a policy', `${field}.filter`);
  return { action: lower(filter.policy), limit: null };
}

/** Of one layer there is one word at the most. */
function expectOne(words: readonly unknown[], field: string): void {
  if (words.filter(word => word != null).length > 1) throw invalid('only one of them is allowed in a rule', field);
}

function portsIn(rule: VapixRule, field: string): Pick<FirewallRule, 'protocol' | 'firstPort' | 'lastPort'> {
  const { tcpPort, udpPort, port: one, portRange } = rule;
  expectOne([tcpPort, udpPort, one, portRange], `${field}.port`);
  if (tcpPort != null) return { protocol: 'tcp', firstPort: tcpPort, lastPort: tcpPort };
  if (udpPort != null) return { protocol: 'udp', firstPort: udpPort, lastPort: udpPort };
  if (one != null) return { protocol: lower(one.portType), firstPort: one.portNum, lastPort: one.portNum };
  if (portRange == null) return { protocol: 'any', firstPort: 0, lastPort: 0 };
  return { protocol: lower(portRange.portType), firstPort: portRange.start, lastPort: portRange.end };
}

const limitIn = ({ amount: most, period, unit, burst }: NonNullable<VapixRule['limit']>): RateLimit => ({
  amount: most,
  period: lower(period),
  unit: unit === 'PACKETS' ? 'packets' : 'connections',
  burst,
});

/** All that a rule may say; what it does not is null. */
export function ruleOut(rule: FirewallRule) {
  const { action, source, mac, traffic, limit } = rule;
  const [start = '', end] = source.split('-');
  return {
    ruleType: limit === null ? 'FILTER' : 'LIMIT',
    ip: end === undefined ? orNull(source) : null,
    ipRange: end === undefined ? null : { start, end },
    mac: orNull(mac),
    ...portsOut(rule),
    pktType: traffic === 'any' ? null : upper(traffic),
    ...(limit === null ? { filter: { policy: upper(action) } } : { limit: limitOut(limit) }),
  };
}

const NO_PORTS = { tcpPort: null, udpPort: null, port: null, portRange: null };

function portsOut({ protocol, firstPort, lastPort }: FirewallRule) {
  if (protocol === 'any') return NO_PORTS;
  const portType = upper(protocol);
  // All ports of a protocol have no word of their own.
  if (firstPort === 0) return { ...NO_PORTS, portRange: { portType, start: 1, end: 65_535 } };
  if (firstPort !== lastPort) return { ...NO_PORTS, portRange: { portType, start: firstPort, end: lastPort } };
  if (protocol === 'both') return { ...NO_PORTS, port: { portType, portNum: firstPort } };
  return { ...NO_PORTS, [protocol === 'tcp' ? 'tcpPort' : 'udpPort']: firstPort };
}

const orNull = (text: string) => (text === '' ? null : text);

const limitOut = ({ amount: most, period, unit, burst }: RateLimit) => ({
  amount: most,
  period: upper(period),
  unit: unit === 'packets' ? 'PACKETS' : 'NEWCONNECTIONS',
  burst,
});

const lower = <T extends string>(text: T) => text.toLowerCase() as Lowercase<T>;
export const upper = (text: string) => text.toUpperCase();
