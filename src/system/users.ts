import type { Clock, Off } from '../core/clock.ts';
import { conflict, Fault, invalid, notFound } from '../core/fault.ts';
import { ROLES, type Role } from '../core/role.ts';
import { choice, list, object, type Schema, string } from '../core/schema.ts';
import { hashPassword, type PasswordHashes, sameSecret } from '../core/secrets.ts';
import { Collection, type StateFile } from '../settings/index.ts';

/** An account as the file keeps it: never the password, only what can check it. */
interface UserRecord {
  /** The name. */
  readonly id: string;
  readonly role: Role;
  readonly ha1: PasswordHashes;
  /** ISO 8601. */
  readonly passwordSetAt: string;
}

/** The file of accounts. The realm is part of every hash, so it stays as it was when the first password was set. */
export interface StoredUsers {
  /** Empty before the first account. */
  readonly realm: string;
  readonly users: UserRecord[];
}

export const STORED_USERS: Schema<StoredUsers> = object({
  realm: string(),
  users: list(
    object({
      id: string(),
      role: choice(ROLES),
      ha1: object({ MD5: string(), 'SHA-256': string() }),
      passwordSetAt: string(),
    }),
  ),
});

export const NO_USERS: StoredUsers = { realm: '', users: [] };

/** What others may know of an account. */
export interface User {
  /** The name. */
  readonly id: string;
  readonly role: Role;
  /** ISO 8601. */
  readonly passwordSetAt: string;
  /** False for `root` and for the last administrator. */
  readonly removable: boolean;
}

interface NewUser {
  readonly name: string;
  readonly password: string;
  readonly role: Role;
}

interface UsersOptions {
  readonly file: StateFile<StoredUsers>;
  /** The realm of a speaker without accounts; one that has some keeps its own. Without quotation marks. */
  readonly realm: string;
  readonly clock: Clock;
}

const ROOT = 'root';
const MOST = 100;
const NAME = /^[A-Za-z0-9._-]{1,32}$/;
const PASSWORD = /^[\x20-\x7e]{1,64}$/;

/** The accounts of the speaker. One is always an administrator, once there is any. */
export class Users {
  readonly #file: StateFile<StoredUsers>;
  readonly #clock: Clock;
  readonly #records: Collection<UserRecord>;
  #realm: string;
  #changing: Promise<unknown> = Promise.resolve();

  constructor({ file, realm, clock }: UsersOptions) {
    this.#file = file;
    this.#clock = clock;
    this.#realm = realm;
    this.#records = new Collection({ file: this.#recordsFile(), noun: 'account' });
  }

  /** Reads the file; call once before anything else. */
  load(): Promise<void> {
    return this.#records.load();
  }

  /** What HTTP Digest calls the realm (RFC 7616, 3.3). */
  get realm(): string {
    return this.#realm;
  }

  /** Whether no account exists yet. */
  get needsSetup(): boolean {
    return this.#records.list().length === 0;
  }

  list(): readonly User[] {
    return this.#records.list().map(({ id, role, passwordSetAt }) => ({
      id,
      role,
      passwordSetAt,
      removable: id !== ROOT && !this.#isLastAdmin(id),
    }));
  }

  find(name: string): { name: string; role: Role; ha1: PasswordHashes } | undefined {
    const record = this.#records.list().find(({ id }) => id === name);
    return record === undefined ? undefined : { name, role: record.role, ha1: record.ha1 };
  }

  /** Whether this is the account's password; an unknown name takes as long as a wrong password. */
  verify(name: string, password: string): boolean {
    const kept = this.find(name)?.ha1['SHA-256'] ?? 'no such account';
    return sameSecret(hashPassword(name, this.#realm, password)['SHA-256'], kept);
  }

  /**
   * Makes an account; the first one has to be an administrator.
   * @throws Fault `invalid` with the field; `conflict` where the name is taken, or another account became the first one
   *   since this was asked for; `full` above 100 accounts
   */
  add(user: NewUser): Promise<void> {
    const before = this.#records.list().length;
    return this.#inTurn(async () => {
      // Whoever asked before there was an account did not have to log in, and may not add to those of others.
      if (before === 0 && this.#records.list().length > 0)
        throw conflict('the first password is set already: log in with it');
      await this.#add(user);
    });
  }

  /** @throws Fault `not-found`; `invalid` with the field; `conflict` where no administrator would be left */
  update(name: string, { password, role }: Partial<Omit<NewUser, 'name'>>): Promise<void> {
    return this.#inTurn(async () => {
      const present = this.#get(name);
      if (role !== undefined && role !== 'admin') this.#refuseToLose(name, 'must stay an administrator');
      await this.#records.change(name, {
        role: role ?? present.role,
        ...(password === undefined ? {} : this.#hashed(name, password)),
      });
    });
  }

  /** @throws Fault `not-found`; `conflict` for `root` and the last administrator */
  remove(name: string): Promise<void> {
    return this.#inTurn(async () => {
      this.#get(name);
      this.#refuseToLose(name, 'cannot be removed');
      await this.#records.remove(name);
    });
  }

  /** Calls back after every change. */
  onChange(watcher: () => void): Off {
    return this.#records.onChange(watcher);
  }

  async #add({ name, password, role }: NewUser): Promise<void> {
    if (!NAME.test(name)) {
      throw invalid('a name has 1 to 32 characters: letters, digits, full stop, underscore or hyphen', 'name');
    }
    if (this.needsSetup && role !== 'admin') throw invalid('the first account must be an administrator', 'role');
    if (this.#records.has(name)) {
      throw new Fault('conflict', `there is an account ${name} already`, { field: 'name' });
    }
    if (this.#records.list().length >= MOST) throw new Fault('full', `there are ${MOST} accounts: remove one first`);
    await this.#records.add({ id: name, role, ...this.#hashed(name, password) });
  }

  #hashed(name: string, password: string): Pick<UserRecord, 'ha1' | 'passwordSetAt'> {
    if (!PASSWORD.test(password)) {
      throw invalid('a password has 1 to 64 characters: letters, digits, blanks and signs of ASCII', 'password');
    }
    return { ha1: hashPassword(name, this.#realm, password), passwordSetAt: this.#clock.now().toISOString() };
  }

  #get(name: string): UserRecord {
    const record = this.#records.list().find(({ id }) => id === name);
    if (record === undefined) throw notFound(`there is no account ${name}`);
    return record;
  }

  #refuseToLose(name: string, what: string): void {
    if (name === ROOT) throw conflict(`the account ${ROOT} ${what}`);
    if (this.#isLastAdmin(name)) throw conflict(`the last administrator ${what}`);
  }

  #isLastAdmin(name: string): boolean {
    const admins = this.#records.list().filter(({ role }) => role === 'admin');
    return admins.length === 1 && admins[0]?.id === name;
  }

  /** One change after the other, so that what was checked still holds when it is stored. */
  #inTurn(change: () => Promise<void>): Promise<void> {
    const changed = this.#changing.then(change);
    this.#changing = changed.catch(() => undefined);
    return changed;
  }

  #recordsFile(): StateFile<UserRecord[]> {
    return {
      load: async () => {
        const { realm, users } = await this.#file.load();
        if (users.length > 0) this.#realm = realm;
        return users;
      },
      save: users => this.#file.save({ realm: this.#realm, users }),
    };
  }
}
