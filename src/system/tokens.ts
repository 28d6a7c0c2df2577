import { createHash } from 'node:crypto';
import { inBackground } from '../core/background.ts';
import { type Clock, instant, type Off } from '../core/clock.ts';
import { Fault, invalid } from '../core/fault.ts';
import type { Log } from '../core/log.ts';
import { ROLES, type Role } from '../core/role.ts';
import { choice, list, object, type Schema, string } from '../core/schema.ts';
import { randomToken } from '../core/secrets.ts';
import type { Collection } from '../settings/index.ts';

/** An access token as it is kept: never itself, only its hash. Times are ISO 8601, empty is never. */
export interface TokenRecord {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** SHA-256, hex. A token is long and drawn by lot, so that nothing slower is needed. */
  readonly hash: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly usedAt: string;
}

export const TOKEN_RECORDS: Schema<TokenRecord[]> = list(
  object({
    id: string(),
    name: string(),
    role: choice(ROLES),
    hash: string(),
    createdAt: string(),
    expiresAt: string(),
    usedAt: string(),
  }),
);

export type ShownToken = Omit<TokenRecord, 'hash'>;

interface NewToken {
  readonly name: string;
  readonly role: Role;
  /** Empty for one that never expires. */
  readonly expiresAt: string;
}

interface TokensDeps {
  readonly records: Collection<TokenRecord>;
  readonly clock: Clock;
  readonly log: Log;
}

const MOST = 100;
const NAME = /^[A-Za-z0-9._ -]{1,32}$/;
/** So that whoever finds one somewhere knows what it is. */
const PREFIX = 'stentor_';
/** The time of the last use need not be known better than that; it is written to a card that wears. ms */
const USE_GRAIN_MS = 3_600_000;

/** Keys to the speaker for programs, in the place of a name and a password. */
export class Tokens {
  readonly #deps: TokensDeps;

  constructor(deps: TokensDeps) {
    this.#deps = deps;
  }

  load(): Promise<void> {
    return this.#deps.records.load();
  }

  list(): ShownToken[] {
    return this.#deps.records.list().map(shown);
  }

  /**
   * @returns the token itself: nobody can be told it again
   * @throws Fault `invalid` with the field, `conflict` where the name is taken, `full` above 100
   */
  async add({ name, role, expiresAt }: NewToken): Promise<ShownToken & { readonly token: string }> {
    const { records, clock } = this.#deps;
    const bare = name.trim();
    if (!NAME.test(bare))
      throw invalid('a name has 1 to 32 characters: letters, digits, blanks, full stop, underscore or hyphen', 'name');
    if (records.list().some(each => each.name === bare))
      throw new Fault('conflict', `there is a token ${bare} already`, { field: 'name' });
    if (records.list().length >= MOST) throw new Fault('full', `there are ${MOST} tokens: revoke one first`);
    const token = PREFIX + randomToken();
    const record = await records.add({
      id: randomToken(9),
      name: bare,
      role,
      hash: hashOf(token),
      createdAt: clock.now().toISOString(),
      expiresAt: this.#checkedEnd(expiresAt),
      usedAt: '',
    });
    return { ...shown(record), token };
  }

  /** @throws Fault `not-found` */
  async remove(id: string): Promise<void> {
    await this.#deps.records.remove(id);
  }

  /** Whose token this is, while it is good. Asking counts as using it. */
  find(token: string): { readonly name: string; readonly role: Role } | undefined {
    const hash = hashOf(token);
    const found = this.#deps.records.list().find(record => record.hash === hash);
    if (found === undefined || !this.#isGood(found)) return undefined;
    this.#use(found);
    return found;
  }

  /** Whether there is still a good token of that name and role. */
  holds(name: string, role: Role): boolean {
    return this.#deps.records.list().some(each => each.name === name && each.role === role && this.#isGood(each));
  }

  onChange(watcher: () => void): Off {
    return this.#deps.records.onChange(watcher);
  }

  #isGood({ expiresAt }: TokenRecord): boolean {
    return expiresAt === '' || this.#deps.clock.now().getTime() < instant(expiresAt).getTime();
  }

  #use({ id, usedAt }: TokenRecord): void {
    const { records, clock, log } = this.#deps;
    const now = clock.now();
    if (usedAt !== '' && Math.abs(now.getTime() - instant(usedAt).getTime()) < USE_GRAIN_MS) return;
    inBackground(log, 'noting the use of a token', async () => {
      if (records.has(id)) await records.change(id, { usedAt: now.toISOString() });
    });
  }

  #checkedEnd(expiresAt: string): string {
    if (expiresAt === '') return '';
    const end = instant(expiresAt);
    if (Number.isNaN(end.getTime())) throw invalid('expiresAt must be a time like 2027-11-26T18:00:00Z', 'expiresAt');
    if (end.getTime() <= this.#deps.clock.now().getTime()) throw invalid('expiresAt must be to come', 'expiresAt');
    return end.toISOString();
  }
}

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');

const shown = ({ id, name, role, createdAt, expiresAt, usedAt }: TokenRecord): ShownToken => ({
  id,
  name,
  role,
  createdAt,
  expiresAt,
  usedAt,
});
