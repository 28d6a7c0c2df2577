import { object, optional, string } from '../core/schema.ts';
import { idIn, type Route } from '../http/index.ts';
import { MOST_ACCOUNTS, type Ssh as Domain } from '../ssh/index.ts';
import type { Ssh } from './contract.ts';
import { bodyOf, json } from './json.ts';

interface SshDeps {
  readonly ssh: Pick<Domain, 'enabled' | 'list' | 'state' | 'add' | 'update' | 'remove'>;
}

const NEW = object({ name: string(), password: string(), comment: string({ default: '' }) });
const CHANGE = object({ password: optional(string()), comment: optional(string()) });

/** The SSH server's accounts. */
export const sshRoutes = ({ ssh }: SshDeps): Route[] => [
  { path: '/api/ssh', methods: ['GET'], access: 'admin', handle: async () => json(await told(ssh)) },
  {
    path: '/api/ssh/accounts',
    methods: ['POST'],
    access: 'admin',
    handle: async exchange => {
      await ssh.add(await bodyOf(NEW, exchange));
      return json(await told(ssh), 201);
    },
  },
  {
    path: '/api/ssh/accounts/:id',
    methods: ['PATCH'],
    access: 'admin',
    handle: async exchange => {
      await ssh.update(idIn(exchange), await bodyOf(CHANGE, exchange));
      return json(await told(ssh));
    },
  },
  {
    path: '/api/ssh/accounts/:id',
    methods: ['DELETE'],
    access: 'admin',
    handle: async exchange => {
      await ssh.remove(idIn(exchange));
      return undefined;
    },
  },
];

const told = async (ssh: SshDeps['ssh']): Promise<Ssh> => ({
  enabled: ssh.enabled,
  ...(await ssh.state()),
  accounts: ssh.list().map(({ id: name, ...account }) => ({ name, ...account })),
  most: MOST_ACCOUNTS,
});
