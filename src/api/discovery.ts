import { notFound } from '../core/fault.ts';
import { integer, object, optional, type Schema, string } from '../core/schema.ts';
import type { Discovery } from '../discovery/index.ts';
import type { Route } from '../http/index.ts';
import type { AssignAddress, FoundSpeaker } from './contract.ts';
import { bodyOf, json } from './json.ts';

interface DiscoveryDeps {
  readonly discovery: Pick<Discovery, 'finder' | 'assign'>;
  readonly device: { readonly board: { readonly serialNumber: string } };
}

/** Answers come within a second where the network is sound. */
const LOOK_MS = 2000;

const ASSIGN: Schema<AssignAddress> = object({
  serialNumber: string({ minLength: 1 }),
  address: string(),
  prefix: integer(),
  router: optional(string()),
  user: string({ minLength: 1 }),
  password: string(),
});

/** Other speakers on the network. */
export const speakersRoutes = ({ discovery, device }: DiscoveryDeps): Route[] => [
  {
    path: '/api/speakers',
    methods: ['GET'],
    access: 'operator',
    handle: async () => {
      const found = await discovery.finder.find(LOOK_MS);
      const own = device.board.serialNumber;
      const speakers: readonly FoundSpeaker[] = found.map(each => ({ ...each, own: each.serialNumber === own }));
      return json(speakers);
    },
  },
  {
    path: '/api/speakers/address',
    methods: ['POST'],
    access: 'admin',
    body: ASSIGN,
    handle: async exchange => {
      const { serialNumber, user, password, ...wanted } = await bodyOf(ASSIGN, exchange);
      // Only who announces himself is spoken to: nobody sends the speaker to other addresses.
      const speaker = (await discovery.finder.find(LOOK_MS)).find(each => each.serialNumber === serialNumber);
      if (speaker === undefined) throw notFound('this speaker does not answer any more; look again');
      await discovery.assign(speaker, wanted, { user, password });
      return undefined;
    },
  },
];
