import { conflict, Fault, invalid, notFound } from '../../src/core/fault.ts';
import type { Role } from '../../src/core/role.ts';

interface FakeUser {
  readonly id: string;
  readonly role: Role;
  readonly passwordSetAt: string;
}

/** Accounts made of memory, `name: role`; every password is right that equals the name. */
export function fakeUsers(accounts: Readonly<Record<string, Role>> = { root: 'admin' }) {
  const passwordSetAt = '2026-01-01T00:00:00.000Z';
  let users: FakeUser[] = Object.entries(accounts).map(([id, role]) => ({ id, role, passwordSetAt }));
  const passwords = new Map<string, string>();
  const get = (name: string) => {
    const found = users.find(({ id }) => id === name);
    if (found === undefined) throw notFound(`no account ${name}`);
    return found;
  };
  return {
    passwords,
    get needsSetup() {
      return users.length === 0;
    },
    list: () => users.map(user => ({ ...user, removable: user.id !== 'root' })),
    async add({ name, password, role }: { name: string; password: string; role: Role }) {
      if (!/^[a-z0-9]{1,14}$/i.test(name)) throw invalid('a name has 1 to 14 letters and digits', 'name');
      if (password === '') throw invalid('the password is empty', 'password');
      if (users.some(({ id }) => id === name)) {
        throw new Fault('conflict', `there is an account ${name} already`, { field: 'name' });
      }
      passwords.set(name, password);
      users = [...users, { id: name, role, passwordSetAt }];
    },
    async update(name: string, { password, role }: { password?: string; role?: Role }) {
      const changed = { ...get(name), ...(role === undefined ? {} : { role }) };
      if (password !== undefined) passwords.set(name, password);
      users = users.map(user => (user.id === name ? changed : user));
    },
    async remove(name: string) {
      get(name);
      if (name === 'root') throw conflict('root cannot be removed');
      users = users.filter(({ id }) => id !== name);
    },
  };
}
