import { object, optional, parse, string } from '../core/schema.ts';
import { idIn, type Route } from '../http/index.ts';
import type { Ssh } from '../ssh/index.ts';
import { configRest } from './config-rest.ts';

/** What the API needs of the SSH server. */
export type VapixSsh = Pick<Ssh, 'list' | 'get' | 'add' | 'update' | 'remove'>;

const NEW = object({ username: string(), password: string(), comment: string({ default: '' }) });
const CHANGE = object({ password: optional(string()), comment: optional(string()) });

/** `/config/rest/ssh/v2` (SSH Management) and the name that it had before: the accounts. */
export const sshRest = (ssh: VapixSsh): Route[] => [...users('ssh/v2', ssh), ...users('ssh/v2beta', ssh)];

const users = (base: string, ssh: VapixSsh): Route[] =>
  configRest(base, [
    { path: '', access: 'admin', get: () => ({ users: ssh.list().map(shown) }) },
    {
      path: '/users',
      access: 'admin',
      get: () => ssh.list().map(shown),
      add: async data => {
        const { username: name, ...account } = parse(NEW, data, 'data');
        await ssh.add({ name, ...account });
      },
    },
    {
      path: '/users/:id',
      access: 'admin',
      get: exchange => shown(ssh.get(idIn(exchange))),
      set: async (data, exchange) => ssh.update(idIn(exchange), parse(CHANGE, data, 'data')),
      remove: async exchange => ssh.remove(idIn(exchange)),
    },
  ]);

const shown = ({ id: username, comment }: { readonly id: string; readonly comment: string }) => ({ username, comment });
