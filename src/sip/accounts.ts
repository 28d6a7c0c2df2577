import type { Off } from '../core/clock.ts';
import { conflict, Fault, invalid, within } from '../core/fault.ts';
import { parse } from '../core/schema.ts';
import { type Collection, withIds } from '../settings/index.ts';
import {
  type Account,
  ACCOUNT_CHANGE,
  ACCOUNT_RECORDS,
  type AccountChange,
  type AccountSecret,
  type AccountSettings,
  DEFAULT_ACCOUNT,
  FIRST_ACCOUNT,
} from './account.ts';
import { parseServer } from './uri.ts';

/** VAPIX allows a hundred of each. */
const MOST = 100;
/** Under which the password of the TURN server is kept. */
const TURN = 'turn';

interface AccountsDeps {
  readonly records: Collection<Partial<AccountSettings> & { readonly id: string }>;
  readonly secrets: Collection<AccountSecret>;
}

/** Under which identities the speaker calls and is called. There is always one that is the default. */
export class Accounts {
  readonly #deps: AccountsDeps;
  #changing: Promise<unknown> = Promise.resolve();

  constructor(deps: AccountsDeps) {
    this.#deps = deps;
  }

  async load(): Promise<void> {
    const { records, secrets } = this.#deps;
    await secrets.load();
    await records.load();
    if (records.list().length === 0) await records.add(FIRST_ACCOUNT);
  }

  list(): Account[] {
    return this.#deps.records.list().map(record => ({ ...DEFAULT_ACCOUNT, ...record }));
  }

  /** @throws Fault `not-found` */
  get(id: string): Account {
    return { ...DEFAULT_ACCOUNT, ...this.#deps.records.get(id) };
  }

  has(id: string): boolean {
    return this.#deps.records.has(id);
  }

  /** The one that calls where none is named. */
  default(): Account | undefined {
    const all = this.list();
    return all.find(({ isDefault }) => isDefault) ?? all[0];
  }

  /** Empty where there is none. */
  password(id: string): string {
    const { secrets } = this.#deps;
    return secrets.has(id) ? secrets.get(id).password : '';
  }

  get turnPassword(): string {
    return this.password(TURN);
  }

  setTurnPassword(password: string): Promise<void> {
    return this.#inTurn(() => this.#keepPassword(TURN, password));
  }

  /** @throws Fault `invalid` that names the field, `full` */
  add(change: AccountChange): Promise<Account> {
    return this.#inTurn(async () => {
      if (this.list().length >= MOST) throw new Fault('full', `there are ${MOST} SIP accounts already`);
      const { password, ...settings } = parse(ACCOUNT_CHANGE, change, 'account');
      const account = { ...DEFAULT_ACCOUNT, ...settings, id: this.#newId() };
      check(account);
      if (password !== undefined) await this.#keepPassword(account.id, password);
      await this.#deps.records.add(account);
      await this.#oneDefault(account.isDefault ? account.id : undefined);
      return this.get(account.id);
    });
  }

  /** @throws Fault `not-found`, `invalid` that names the field */
  change(id: string, change: AccountChange): Promise<Account> {
    return this.#inTurn(async () => {
      const before = this.get(id);
      const { password, ...settings } = parse(ACCOUNT_CHANGE, change, 'account');
      const account = { ...before, ...settings };
      check(account);
      if (before.isDefault && !account.isDefault)
        throw new Fault('conflict', 'one account must be the default: make another one it', { field: 'isDefault' });
      if (password !== undefined) await this.#keepPassword(id, password);
      await this.#deps.records.change(id, account);
      await this.#oneDefault(account.isDefault ? id : undefined);
      return this.get(id);
    });
  }

  /** @throws Fault `not-found`, `conflict` for the last one */
  remove(id: string): Promise<void> {
    return this.#inTurn(async () => {
      this.get(id);
      if (this.list().length === 1) throw conflict('the last SIP account cannot be removed');
      await this.#deps.records.remove(id);
      await this.#keepPassword(id, '');
      await this.#oneDefault(undefined);
    });
  }

  /** All that is set of all, their passwords too. */
  whole(): Required<AccountChange>[] {
    return this.list().map(account => {
      const { id, ...settings } = account;
      return { ...settings, password: this.password(id) };
    });
  }

  /** @throws Fault that names the field, which begins with the place in the list: `3.userId` */
  checkAll(changes: readonly unknown[]): (AccountSettings & { readonly password: string })[] {
    if (changes.length === 0) throw invalid('there must be an account', '');
    if (changes.length > MOST) throw new Fault('full', `there can be ${MOST} SIP accounts`);
    const checked = changes.map((change, index) =>
      within(`${index}.`, () => {
        const account = { ...DEFAULT_ACCOUNT, password: '', ...parse(ACCOUNT_CHANGE, change, 'account') };
        check(account);
        return account;
      }),
    );
    const chosen = checked.filter(({ isDefault }) => isDefault).length;
    if (chosen !== 1) throw invalid(`one account must be the default, not ${chosen}`, '0.isDefault');
    return checked;
  }

  /** Puts others in the place of all; those of the same name keep their ids. @throws Fault as `checkAll` */
  replaceAll(changes: readonly unknown[], turnPassword: string): Promise<void> {
    return this.#inTurn(async () => {
      const { records, secrets } = this.#deps;
      let next = Number(this.#newId().replace(/\D+/, ''));
      const wanted = withIds(this.checkAll(changes), this.list(), () => `sip_account_${next++}`);
      const come = [...wanted, { id: TURN, password: turnPassword }]
        .filter(({ password }) => password !== '')
        .map(({ id, password }) => ({ id, password }));
      const old = secrets.list().filter(({ id }) => !come.some(each => each.id === id));
      await secrets.replace([...old, ...come]);
      await records.replace(parse(ACCOUNT_RECORDS, wanted, 'accounts'));
      await secrets.replace(come);
    });
  }

  onChange(watcher: () => void): Off {
    const offs = [this.#deps.records.onChange(watcher), this.#deps.secrets.onChange(watcher)];
    return () => offs.forEach(off => off());
  }

  async #oneDefault(wanted: string | undefined): Promise<void> {
    const chosen = wanted ?? this.default()?.id;
    for (const { id, isDefault } of this.list())
      if (isDefault !== (id === chosen)) await this.#deps.records.change(id, { isDefault: id === chosen });
  }

  async #keepPassword(id: string, password: string): Promise<void> {
    const { secrets } = this.#deps;
    if (password === '') {
      if (secrets.has(id)) await secrets.remove(id);
    } else if (secrets.has(id)) await secrets.change(id, { password });
    else await secrets.add({ id, password });
  }

  /** As VAPIX names them. A password that a power cut left behind must not become that of another. */
  #newId(): string {
    const { records, secrets } = this.#deps;
    const numbers = [...records.list(), ...secrets.list()].map(({ id }) =>
      Number(/^sip_account_(\d+)$/.exec(id)?.[1] ?? -1),
    );
    return `sip_account_${Math.max(-1, ...numbers) + 1}`;
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = this.#changing.then(act);
    this.#changing = done.catch(() => undefined);
    return done;
  }
}

/** @throws Fault `invalid` that names the field */
function check(account: AccountSettings): void {
  if (account.userId === '') throw invalid('user ID is missing', 'userId');
  if (account.registered && account.domain === '' && account.registrar === '')
    throw invalid('a registered account needs a domain or a registrar', 'domain');
  for (const field of ['registrar', 'secondaryRegistrar'] as const)
    if (account[field] !== '' && parseServer(account[field]) === undefined)
      throw invalid(`${field} is no server`, field);
  if (account.proxies.some(proxy => parseServer(proxy) === undefined)) throw invalid('a proxy is no server', 'proxies');
  const sequences = account.dtmfSequences.map(({ sequence }) => sequence.toUpperCase());
  const twice = sequences.find((sequence, at) => sequences.indexOf(sequence) !== at);
  if (twice !== undefined) throw invalid(`the sequence ${twice} stands twice`, 'dtmfSequences');
}
