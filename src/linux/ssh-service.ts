import { readFile } from 'node:fs/promises';
import { ensureFolder, replaceFile } from '../core/files.ts';
import type { BusMember, SystemBus } from './system-bus.ts';

/** Somebody who may log in over SSH. */
export interface SshLogin {
  readonly name: string;
  /** As crypt(5) has it, SHA-512. */
  readonly hash: string;
}

/** The SSH server of the system. All throws Fault as `Host` does. */
export interface SshService {
  /** Names that the system itself uses: no account can have one of them. */
  systemNames(): Promise<ReadonlySet<string>>;
  /** Leaves the list of all accounts where the unit that makes them finds it. */
  write(logins: readonly SshLogin[]): Promise<void>;
  /** Makes the accounts of the list, and no others. */
  makeAccounts(): Promise<void>;
  /** Starts the server; what it needs, keys and accounts, is made before. */
  start(): Promise<void>;
  /** Ends it with all that goes over it. */
  stop(): Promise<void>;
  restart(): Promise<void>;
  /** What systemd calls the state of the unit: `active`, `activating`, `inactive`, `failed` … */
  state(): Promise<string>;
}

const SERVER = 'ssh.service';
const ACCOUNTS = 'stentor-ssh-accounts.service';
const LIST = 'ssh-accounts';
/** Our accounts have numbers from here on: usr/lib/stentor/ssh-accounts. */
const FIRST_UID = 50_000;

const UNITS: Omit<BusMember, 'member'> = {
  destination: 'org.freedesktop.systemd1',
  path: '/org/freedesktop/systemd1',
  interface: 'org.freedesktop.systemd1.Manager',
};

interface SshServiceDeps {
  readonly bus: SystemBus;
  readonly unit: (verb: 'start' | 'stop' | 'restart', name: string) => Promise<void>;
  /** Where the list is left. */
  readonly folder: string;
  readonly passwd?: string;
}

/** sshd as systemd runs it. */
export const sshService = ({ bus, unit, folder, passwd = '/etc/passwd' }: SshServiceDeps): SshService => ({
  async systemNames() {
    const lines = (await readFile(passwd, 'utf8')).split('\n').map(line => line.split(':'));
    return new Set(lines.flatMap(([name = '', , uid]) => (isOurs(Number(uid)) ? [] : [name])));
  },
  async write(logins) {
    await ensureFolder(folder);
    await replaceFile(`${folder}/${LIST}`, logins.map(({ name, hash }) => `${name}:${hash}\n`).join(''));
  },
  makeAccounts: () => unit('start', ACCOUNTS),
  start: () => unit('start', SERVER),
  stop: () => unit('stop', SERVER),
  restart: () => unit('restart', SERVER),
  async state() {
    const [path] = await bus.call({ ...UNITS, member: 'LoadUnit', signature: 's', args: [SERVER] });
    const properties = { ...UNITS, path: String(path), interface: 'org.freedesktop.systemd1.Unit' };
    return String(await bus.get({ ...properties, member: 'ActiveState' }));
  },
});

const isOurs = (uid: number) => uid > FIRST_UID && uid < FIRST_UID + 1000;
