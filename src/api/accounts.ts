import { conflict, invalid } from '../core/fault.ts';
import { type Role, ROLES } from '../core/role.ts';
import { choice, object, optional, string } from '../core/schema.ts';
import type { Exchange, Route } from '../http/index.ts';
import type { Account } from './contract.ts';
import { bodyOf, json } from './json.ts';

/** The accounts of the speaker. */
export interface ApiUsers {
  list(): readonly {
    readonly id: string;
    readonly role: Role;
    readonly passwordSetAt: string;
    readonly removable: boolean;
  }[];
  add(user: { readonly name: string; readonly password: string; readonly role: Role }): Promise<unknown>;
  update(name: string, change: { readonly password?: string; readonly role?: Role }): Promise<unknown>;
  remove(name: string): Promise<unknown>;
}

interface AccountsDeps {
  readonly users: ApiUsers;
}

const NEW_ACCOUNT = object({ name: string(), password: string(), role: choice(ROLES, { default: 'viewer' }) });
const CHANGE = object({ name: optional(string()), password: optional(string()), role: optional(choice(ROLES)) });

/** Accounts, for administrators. */
export const accountRoutes = ({ users }: AccountsDeps): Route[] => [
  { path: '/api/accounts', methods: ['GET'], access: 'admin', handle: () => json(accountsOf(users)) },
  {
    path: '/api/accounts',
    methods: ['POST'],
    access: 'admin',
    body: NEW_ACCOUNT,
    handle: async exchange => {
      const account = await bodyOf(NEW_ACCOUNT, exchange);
      await users.add(account);
      return json(found(users, account.name), 201);
    },
  },
  {
    path: '/api/accounts/:name',
    methods: ['PATCH'],
    access: 'admin',
    body: CHANGE,
    handle: async exchange => {
      const { name = nameIn(exchange), ...change } = await bodyOf(CHANGE, exchange);
      if (name !== nameIn(exchange)) throw invalid('an account keeps its name: add a new one instead', 'name');
      await users.update(name, change);
      return json(found(users, name));
    },
  },
  {
    path: '/api/accounts/:name',
    methods: ['DELETE'],
    access: 'admin',
    handle: async exchange => {
      await users.remove(nameIn(exchange));
      return undefined;
    },
  },
];

const nameIn = ({ params }: Exchange) => params['name'] ?? '';

const accountsOf = (users: ApiUsers): Account[] =>
  users.list().map(({ id, role, passwordSetAt, removable }) => ({ name: id, role, passwordSetAt, removable }));

function found(users: ApiUsers, name: string): Account {
  const account = accountsOf(users).find(each => each.name === name);
  if (account === undefined) throw conflict(`the account ${name} was removed in the meantime`);
  return account;
}
