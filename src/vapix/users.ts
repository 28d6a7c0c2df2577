import { Fault, invalid } from '../core/fault.ts';
import type { Log } from '../core/log.ts';
import { mayActAs, type Role } from '../core/role.ts';
import type { Answer, Exchange, Route } from '../http/index.ts';
import { html, plain } from './answers.ts';
import { escapeXml } from './xml.ts';

/** The accounts of the speaker. */
export interface VapixUsers {
  /** Whether no account exists yet. */
  readonly needsSetup: boolean;
  list(): readonly { readonly id: string; readonly role: Role }[];
  add(user: { readonly name: string; readonly password: string; readonly role: Role }): Promise<unknown>;
  update(name: string, change: { readonly password?: string; readonly role?: Role }): Promise<unknown>;
  remove(name: string): Promise<unknown>;
}

interface UsersDeps {
  readonly users: VapixUsers;
  readonly log: Log;
}

/** `pwdgrp.cgi`: accounts; also how management programs make the first one, which needs no login. */
export const pwdgrpCgi = (deps: UsersDeps): Route => ({
  path: '/axis-cgi/pwdgrp.cgi',
  methods: ['GET', 'POST'],
  access: 'anonymous',
  beforeSetup: true,
  handle: async exchange => {
    const args = await exchange.args();
    if (deps.users.needsSetup) return addFirst(deps, args);
    if (exchange.caller?.role !== 'admin') throw new Fault('forbidden', 'only administrators may manage accounts');
    return act(deps, args);
  },
});

/** Answers 401 to all but the making of an administrator, as clients expect of a device in factory state. */
async function addFirst(deps: UsersDeps, args: URLSearchParams): Promise<Answer> {
  if (args.get('action') !== 'add') return refused('initial admin user must be created first.');
  if (roleIn(args) !== 'admin') return refused('not a valid initial admin user.');
  return act(deps, args);
}

const error = (text: string) => html(`Error: ${escapeXml(text)}`);
const refused = (text: string): Answer => ({ ...error(text), status: 401 });

async function act({ users, log }: UsersDeps, args: URLSearchParams): Promise<Answer> {
  const action = args.get('action') ?? '';
  if (action === 'get') return listGroups(users);
  if (action === '') return error('action operation type.');
  const change = CHANGES.get(action);
  if (change === undefined) return error(`malformed action operation, ${action}.`);
  const name = args.get('user') ?? '';
  if (name === '') return error('account user name.');
  try {
    return html(`${await change(users, name, args)} account ${escapeXml(name)}.`);
  } catch (problem) {
    if (!(problem instanceof Fault)) throw problem;
    // The answer's text is fixed by what clients look for; the reason is where it points to.
    log.warn(`pwdgrp.cgi could not ${action} an account`, { reason: problem.message });
    return error(complaint(problem));
  }
}

type Change = (users: VapixUsers, name: string, args: URLSearchParams) => Promise<string>;

const addAccount: Change = async (users, name, args) => {
  const role = roleIn(args);
  if (role === undefined) throw NO_GROUP;
  await users.add({ name, password: args.get('pwd') ?? '', role });
  return 'Created';
};

const updateAccount: Change = async (users, name, args) => {
  const role = roleIn(args);
  const password = args.get('pwd');
  if (args.has('sgrp') && role === undefined) throw NO_GROUP;
  await users.update(name, { ...(password === null ? {} : { password }), ...(role === undefined ? {} : { role }) });
  return 'Modified';
};

const removeAccount: Change = async (users, name) => {
  await users.remove(name);
  return 'Removed';
};

const NO_GROUP = invalid('sgrp must name viewer, operator or admin', 'sgrp');

const CHANGES: ReadonlyMap<string, Change> = new Map([
  ['add', addAccount],
  ['update', updateAccount],
  ['remove', removeAccount],
]);

function complaint({ kind, field }: Fault): string {
  if (field !== 'name') return 'consult the system log file.';
  return kind === 'conflict' ? 'this user name already exists, consult the system log file.' : 'account user name.';
}

/** The highest group of `sgrp`, `admin:operator:viewer:ptz` in any order; a speaker has nothing to pan, tilt or zoom. */
function roleIn(args: URLSearchParams): Role | undefined {
  const groups = (args.get('sgrp') ?? '').split(':');
  return (['admin', 'operator', 'viewer'] as const).find(role => groups.includes(role));
}

/** `action=get`: who is in which group; each account is in the groups below its own, too. */
function listGroups(users: VapixUsers): Answer {
  const all = users.list();
  const names = (role: Role) => quoted(all.filter(user => mayActAs(user.role, role)).map(({ id }) => id));
  const lines = [
    `admin=${names('admin')}`,
    `operator=${names('operator')}`,
    `viewer=${names('viewer')}`,
    `ptz=${names('admin')}`,
    `digusers=${names('viewer')}`,
  ];
  return plain(lines.map(line => `${line}\r\n`).join(''));
}

const quoted = (names: readonly string[]) => `"${names.join(',')}"`;

/** `usergroup.cgi`: the name of the caller, and under it the groups. */
export const usergroupCgi = (): Route => ({
  path: '/axis-cgi/usergroup.cgi',
  methods: ['GET', 'POST'],
  access: 'viewer',
  handle: ({ caller }: Exchange) => {
    const { name, role } = caller ?? { name: '', role: 'viewer' };
    return plain(`${name}\n${name === 'root' ? 'root' : 'users'} ${GROUPS[role]}\n`);
  },
});

const GROUPS: Readonly<Record<Role, string>> = {
  viewer: 'viewer',
  operator: 'operator viewer',
  admin: 'admin operator ptz viewer',
};
