import { type Network as NetworkDomain, NETWORK_CHANGE } from '../system/index.ts';
import { invalid } from '../core/fault.ts';
import { parse, type Schema } from '../core/schema.ts';
import type { Exchange, Route } from '../http/index.ts';
import type { Network } from './contract.ts';
import { checkType, json, objectIn } from './json.ts';

interface NetworkRouteDeps {
  readonly network: Pick<NetworkDomain, 'settings' | 'pending' | 'state' | 'change' | 'confirm' | 'revert'>;
  readonly device: { hostName(): string };
  /** The ports that are open. */
  readonly ports: () => { readonly http: number; readonly https: number };
}

/** How the speaker is reached. */
export const networkRoutes = (deps: NetworkRouteDeps): Route[] => [
  { path: '/api/network', methods: ['GET'], access: 'admin', handle: async () => json(await shown(deps)) },
  {
    path: '/api/network',
    methods: ['PATCH'],
    access: 'admin',
    handle: async exchange => {
      await deps.network.change(await changeIn(exchange));
      return json(await shown(deps));
    },
  },
  {
    path: '/api/network/confirm',
    methods: ['POST'],
    access: 'admin',
    handle: async ({ local }) => {
      await deps.network.confirm(local);
      return json(await shown(deps));
    },
  },
  {
    path: '/api/network/revert',
    methods: ['POST'],
    access: 'admin',
    handle: async () => {
      await deps.network.revert();
      return json(await shown(deps));
    },
  },
];

type Properties = Readonly<Record<string, Schema<unknown>>>;

/** @throws Fault `invalid` that names the field as `section.name` */
async function changeIn(exchange: Exchange) {
  const body = await objectIn(exchange);
  for (const [section, part] of Object.entries(body)) {
    const fields = propertyOf(NETWORK_CHANGE, section)?.['properties'];
    if (fields === undefined) throw invalid(`${section} is not known here`, section);
    checkSection(section, fields as Properties, part);
  }
  return parse(NETWORK_CHANGE, body, 'the body');
}

function checkSection(section: string, properties: Properties, part: unknown): void {
  if (typeof part !== 'object' || part === null || Array.isArray(part)) {
    throw invalid(`${section} must be an object`, section);
  }
  for (const [name, value] of Object.entries(part)) {
    const field = `${section}.${name}`;
    const schema = propertyOf({ properties }, name);
    if (schema === undefined) throw invalid(`${field} is not known here`, field);
    checkType(schema, value, field);
  }
}

function propertyOf({ properties }: Schema<unknown>, name: string): Schema<unknown> | undefined {
  return Object.hasOwn(properties as Properties, name) ? (properties as Properties)[name] : undefined;
}

async function shown({ network, device, ports }: NetworkRouteDeps): Promise<Network> {
  const { settings, pending } = network;
  const { https } = ports();
  const { mode, address } = settings.ipv4;
  const url = mode === 'static' ? `https://${address}${https === 443 ? '' : `:${https}`}/system/network` : '';
  return {
    settings,
    state: await network.state(),
    ...(pending === undefined ? {} : { pending: { leftS: pending.leftS, url } }),
    hostName: device.hostName(),
    ports: ports(),
  };
}
