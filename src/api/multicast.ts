import { boolean, choice, integer, object, optional, type Schema, string } from '../core/schema.ts';
import { idIn, type Route } from '../http/index.ts';
import type { ChangeMulticastSource, MulticastSource, MulticastStatus } from './contract.ts';
import { bodyOf, json } from './json.ts';

/** A source with its key, which nobody is told. */
type KeptSource = Omit<MulticastSource, 'encrypted'> & { readonly srtpKey: string };

/** The multicast sources. */
export interface ApiMulticast {
  list(): readonly KeptSource[];
  statuses(): readonly MulticastStatus[];
  /** @throws Fault that names the field */
  add(fields: ChangeMulticastSource & Pick<MulticastSource, 'name' | 'address' | 'port'>): Promise<KeptSource>;
  /** @throws Fault that names the field */
  change(id: string, fields: ChangeMulticastSource): Promise<KeptSource>;
  remove(id: string): Promise<unknown>;
}

const FIELDS = {
  enabled: optional(boolean()),
  codec: optional(choice(['PCMU', 'PCMA', 'G722', 'L16', 'opus'])),
  priority: optional(integer()),
  emergency: optional(boolean()),
  latency: optional(choice(['Normal', 'Low', 'UltraLow'])),
  srtpKey: optional(string()),
};
const NEW = object({ name: string(), address: string(), port: integer(), ...FIELDS });
const CHANGE: Schema<ChangeMulticastSource> = object({
  name: optional(string()),
  address: optional(string()),
  port: optional(integer()),
  ...FIELDS,
});

/** The sources of the multicast controller. */
export const multicastRoutes = ({ multicast }: { readonly multicast: ApiMulticast }): Route[] => [
  {
    path: '/api/multicast',
    methods: ['GET'],
    access: 'viewer',
    handle: () => json({ sources: multicast.list().map(shown), statuses: multicast.statuses() }),
  },
  {
    path: '/api/multicast',
    methods: ['POST'],
    access: 'admin',
    body: NEW,
    handle: async exchange => json(shown(await multicast.add(await bodyOf(NEW, exchange))), 201),
  },
  {
    path: '/api/multicast/:id',
    methods: ['PATCH'],
    access: 'admin',
    body: CHANGE,
    handle: async exchange => json(shown(await multicast.change(idIn(exchange), await bodyOf(CHANGE, exchange)))),
  },
  {
    path: '/api/multicast/:id',
    methods: ['DELETE'],
    access: 'admin',
    handle: async exchange => {
      await multicast.remove(idIn(exchange));
      return undefined;
    },
  },
];

const shown = ({ srtpKey, ...source }: KeptSource): MulticastSource => ({ ...source, encrypted: srtpKey !== '' });
