import { invalid, notFound } from '../core/fault.ts';
import { boolean, choice, integer, object, optional, parse, type Schema, string } from '../core/schema.ts';
import { type Exchange, idIn, type Route } from '../http/index.ts';
import { configRest } from './config-rest.ts';

/** A multicast source as VAPIX needs it. */
interface Source {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly codec: string;
  readonly priority: number;
  readonly latency: 'Normal' | 'Low' | 'UltraLow';
  readonly srtpKey: string;
}

type Fields = Partial<Omit<Source, 'id' | 'codec'>>;

/** The sources, in an order without gaps as long as they are set over VAPIX. */
export interface VapixMulticast {
  list(): readonly Source[];
  /** @throws Fault `not-found` */
  get(id: string): Source;
  /** @throws Fault that says what is wrong */
  addRanked(fields: Fields & Pick<Source, 'name' | 'address' | 'port'>): Promise<Source>;
  change(id: string, fields: Fields): Promise<unknown>;
  rank(id: string, priority: number): Promise<void>;
  removeRanked(id: string): Promise<void>;
  enabled(): boolean;
  /** PCMU or PCMA: of new sources. */
  codec(): string;
  enable(enabled: boolean): Promise<void>;
  /** Gives it to all that have one of the two, and to new ones. */
  setCodec(codec: 'PCMU' | 'PCMA'): Promise<void>;
}

const PORT = integer({ minimum: 1024, maximum: 65_534 });
const PRIORITY = integer({ minimum: 1, maximum: 13 });
const LATENCY = choice(['Normal', 'Low', 'UltraLow']);
const LABEL = string({ minLength: 1, maxLength: 31 });
const CODEC = choice(['PCMU', 'PCMA']);

/** `profile` in the examples of the documentation, `latencyProfile` in its tables. */
const NEW_SOURCE = object({
  label: LABEL,
  ipAddress: string(),
  port: PORT,
  prio: optional(PRIORITY),
  profile: optional(LATENCY),
  latencyProfile: optional(LATENCY),
  srtpKey: optional(string({ maxLength: 127 })),
  type: optional(choice(['Multicast'])),
});

/** `/config/rest/audio-multicast-ctrl/v1beta`: the multicast controller. */
export const audioMulticastRest = (multicast: VapixMulticast): Route[] =>
  configRest('audio-multicast-ctrl/v1beta', [
    { path: '', access: 'admin', get: () => whole(multicast) },
    {
      path: '/enabled',
      access: 'admin',
      get: () => multicast.enabled(),
      set: data => multicast.enable(strict(boolean(), 'boolean', data)),
    },
    // The examples write it in small letters.
    ...['/audioCodec', '/audiocodec'].map(path => ({
      path,
      access: 'admin' as const,
      get: () => multicast.codec(),
      set: async (data: unknown) => multicast.setCodec(parse(CODEC, data, 'data')),
    })),
    {
      path: '/sources',
      access: 'admin',
      get: () => multicast.list().map(shown),
      add: async data => shown(await multicast.addRanked(newSource(data))),
    },
    {
      path: '/sources/:id',
      access: 'admin',
      get: exchange => shown(multicast.get(idIn(exchange))),
      remove: exchange => multicast.removeRanked(idIn(exchange)),
    },
    {
      path: '/sources/:id/:property',
      access: 'admin',
      get: exchange => propertyOf(multicast.get(idIn(exchange)), exchange),
      set: async (data, exchange) => setProperty(multicast, data, exchange),
    },
  ]);

const whole = (multicast: VapixMulticast) => ({
  audioCodec: multicast.codec(),
  enabled: multicast.enabled(),
  sources: multicast.list().map(shown),
});

/** The key stays ours. */
const shown = ({ id, name, address, port, priority, latency }: Source) => ({
  id,
  ipAddress: address,
  label: name,
  latencyProfile: latency,
  port,
  prio: priority,
  profile: latency,
  type: 'Multicast',
});

function newSource(data: unknown): Fields & Pick<Source, 'name' | 'address' | 'port'> {
  const { label, ipAddress, port, prio, profile, latencyProfile, srtpKey } = parse(NEW_SOURCE, data, 'data');
  const latency = latencyProfile ?? profile;
  return {
    name: label,
    address: ipAddress,
    port,
    ...(prio === undefined ? {} : { priority: prio }),
    ...(latency === undefined ? {} : { latency }),
    ...(srtpKey === undefined ? {} : { srtpKey }),
  };
}

/** What a property of VAPIX is here. */
const PROPERTIES: Readonly<Record<string, { readonly field: keyof Fields; readonly schema: Schema<unknown> }>> = {
  ipAddress: { field: 'address', schema: string() },
  label: { field: 'name', schema: LABEL },
  latencyProfile: { field: 'latency', schema: LATENCY },
  profile: { field: 'latency', schema: LATENCY },
  port: { field: 'port', schema: PORT },
  prio: { field: 'priority', schema: PRIORITY },
  srtpKey: { field: 'srtpKey', schema: string({ maxLength: 127 }) },
};

const propertyIn = ({ params }: Exchange) => params['property'] ?? '';
function propertyOf(source: Source, exchange: Exchange): unknown {
  const name = propertyIn(exchange);
  const value = Object.entries({ ...shown(source), srtpKey: '' }).find(([property]) => property === name);
  if (value === undefined) throw notFound(`a source has no property ${name}`);
  return value[1];
}

async function setProperty(multicast: VapixMulticast, data: unknown, exchange: Exchange): Promise<void> {
  const name = propertyIn(exchange);
  const property = Object.hasOwn(PROPERTIES, name) ? PROPERTIES[name] : undefined;
  if (property === undefined) {
    const known = Object.hasOwn(shown(multicast.get(idIn(exchange))), name);
    throw known ? invalid(`${name} cannot be set`, name) : notFound(`a source has no property ${name}`);
  }
  const value = parse(property.schema, data, name);
  if (property.field === 'priority') await multicast.rank(idIn(exchange), value as number);
  else await multicast.change(idIn(exchange), { [property.field]: value });
}

/** JSON knows the type; nothing is converted. */
function strict<T>(schema: Schema<T>, type: string, data: unknown): T {
  if (typeof data !== type) throw invalid(`data must be ${type}`, 'data');
  return parse(schema, data, 'data');
}
