import { isIP } from 'node:net';
import { invalid } from '../../core/fault.ts';
import { choice, list, object, optional, type Schema, string } from '../../core/schema.ts';
import { isZone } from './zones.ts';

/** How the speaker knows the time, and how it tells it. */
export interface TimeSettings {
  /**
   * `dhcp` asks the time servers that the network tells of, and `servers` where it tells of none; `static` asks `servers`
   * alone; `manual` asks nobody.
   */
  readonly source: 'dhcp' | 'static' | 'manual';
  /** Names or addresses, at most five. */
  readonly servers: readonly string[];
  /** IANA; empty is the image's own, which is UTC. */
  readonly zone: string;
}

/** How many time servers can be set. */
export const MAX_SERVERS = 5;

export const DEFAULT_TIME: TimeSettings = { source: 'dhcp', servers: [], zone: '' };

const SOURCE = choice(['dhcp', 'static', 'manual']);
const SERVERS = list(string({ maxLength: 253 }), { maxItems: MAX_SERVERS });
const ZONE = string({ maxLength: 64 });

export const STORED_TIME: Schema<TimeSettings> = object({ source: SOURCE, servers: SERVERS, zone: ZONE });

/** What is left out stays. */
export const TIME_CHANGE: Schema<Partial<TimeSettings>> = object({
  source: optional(SOURCE),
  servers: optional(SERVERS),
  zone: optional(ZONE),
});

const DOMAIN = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.?$/i;

/** @throws Fault `invalid` with the field */
export function checkTime({ source, servers, zone }: TimeSettings): void {
  const wrong = servers.find(each => isIP(each) === 0 && !DOMAIN.test(each));
  if (wrong !== undefined) throw invalid(`${wrong} is no name or address of a server`, 'servers');
  if (source === 'static' && servers.length === 0) throw invalid('name at least one time server', 'servers');
  if (zone !== '' && !isZone(zone)) throw invalid(`there is no time zone ${zone}`, 'zone');
}
