import type { Off } from '../core/clock.ts';
import { Fault, invalid, notFound, within } from '../core/fault.ts';
import { parse } from '../core/schema.ts';
import { type Collection, withIds } from '../settings/index.ts';
import type { Field, Fields, FieldValue, RecipientRecord, SecretsRecord } from './recipient.ts';
import type { Transport } from './transport.ts';

/** As many as a person can oversee; each has a connection of its own. */
const MOST = 32;
const LONGEST_NAME = 64;

export interface RecipientChange {
  readonly name?: string;
  readonly type?: string;
  readonly fields?: Fields;
}

/** A recipient as it may be told. */
export interface ShownRecipient extends RecipientRecord {
  readonly secrets: readonly string[];
}

/** All that is needed to reach one. */
export interface Reachable {
  readonly transport: Transport;
  readonly fields: Fields;
  readonly secrets: readonly string[];
}

interface RecipientsDeps {
  readonly records: Collection<RecipientRecord>;
  readonly secrets: Collection<SecretsRecord>;
  readonly transports: readonly Transport[];
}

/** Whom the speaker can tell something. */
export class Recipients {
  readonly #deps: RecipientsDeps;
  #changing: Promise<unknown> = Promise.resolve();

  constructor(deps: RecipientsDeps) {
    this.#deps = deps;
  }

  async load(): Promise<void> {
    await this.#deps.records.load();
    await this.#deps.secrets.load();
  }

  kinds(): readonly Transport[] {
    return this.#deps.transports;
  }

  list(): ShownRecipient[] {
    return this.#deps.records.list().map(record => this.#shown(record));
  }

  has(id: string): boolean {
    return this.#deps.records.has(id);
  }

  /** @throws Fault `not-found` */
  get(id: string): ShownRecipient {
    return this.#shown(this.#deps.records.get(id));
  }

  /** @throws Fault `invalid` that names the field, `full` */
  add(change: RecipientChange): Promise<ShownRecipient> {
    return this.#inTurn(async () => {
      const { records } = this.#deps;
      if (records.list().length >= MOST) throw new Fault('full', `there are ${MOST} recipients already`);
      const name = this.#checkedName(change.name ?? '');
      const { transport, fields } = this.reachable(change);
      return this.#keep({ id: this.#newId(), name, type: transport.type }, { transport, fields });
    });
  }

  /** @throws Fault `not-found`, `invalid` that names the field */
  change(id: string, change: RecipientChange): Promise<ShownRecipient> {
    return this.#inTurn(async () => {
      const { name } = this.get(id);
      const checked = change.name === undefined ? name : this.#checkedName(change.name, id);
      const { transport, fields } = this.reachable(change, id);
      return this.#keep({ id, name: checked, type: transport.type }, { transport, fields });
    });
  }

  /** @throws Fault `not-found`, `full` */
  copy(id: string): Promise<ShownRecipient> {
    const { name, type } = this.get(id);
    let copied = `${name} (copy)`;
    for (let n = 2; this.#isTaken(copied); n++) copied = `${name} (copy ${n})`;
    return this.add({ name: copied.slice(-LONGEST_NAME), type, fields: this.#all(id) });
  }

  /** @throws Fault `not-found` */
  remove(id: string): Promise<void> {
    return this.#inTurn(async () => {
      const { records, secrets } = this.#deps;
      await records.remove(id);
      if (secrets.has(id)) await secrets.remove(id);
    });
  }

  /**
   * What a recipient is reached with, checked; with an id those fields that the change leaves out are the stored ones.
   * @throws Fault `not-found`, `invalid` that names the field
   */
  reachable({ type, fields = {} }: RecipientChange, id?: string): Reachable {
    const transport = this.#transport(type, id);
    const stored = id === undefined ? {} : this.#all(id);
    const checked = checkedFields(transport, stored, fields);
    const secrets = transport.fields.filter(({ secret }) => secret).map(({ name }) => String(checked[name] ?? ''));
    return { transport, fields: checked, secrets };
  }

  /** All that is set of all, secrets too; for whoever keeps them as well as this does. */
  whole(): Required<RecipientChange>[] {
    return this.#deps.records.list().map(({ id, name, type }) => ({ name, type, fields: this.#all(id) }));
  }

  /** @throws Fault that names the field, which begins with the place in the list: `3.name` */
  checkAll(changes: readonly RecipientChange[]): (Reachable & { readonly name: string })[] {
    if (changes.length > MOST) throw new Fault('full', `there can be ${MOST} recipients`);
    const names = new Set<string>();
    return changes.map((change, index) =>
      within(`${index}.`, () => {
        const name = bareName(change.name ?? '');
        if (names.has(name)) throw new Fault('conflict', `there are two recipients ${name}`, { field: 'name' });
        names.add(name);
        const { type = '', fields = {} } = change;
        const transport = this.#transport(type, undefined);
        const checked = within('fields.', () => checkedFields(transport, {}, fields));
        return { name, transport, fields: checked, secrets: [] };
      }),
    );
  }

  /**
   * Puts others in the place of all; those of the same name and type keep their ids.
   * @returns the ids of those that are gone
   * @throws Fault as `checkAll`
   */
  replaceAll(changes: readonly RecipientChange[]): Promise<readonly string[]> {
    return this.#inTurn(async () => {
      const { records, secrets } = this.#deps;
      const before = records.list();
      let next = Number(this.#newId());
      const checked = this.checkAll(changes);
      const alike = before.filter(({ name, type }) =>
        checked.some(each => each.name === name && each.transport.type === type),
      );
      const wanted = withIds(checked, alike, () => String(next++));
      const parts = wanted.map(({ id, name, transport, fields }) => ({
        id,
        name,
        type: transport.type,
        ...partedFields(transport, fields),
      }));
      // Until the records are written, those that go still need their secrets, and those that come already do.
      const old = secrets.list().filter(({ id }) => !parts.some(each => each.id === id));
      const come = parts.map(({ id, hidden }) => ({ id, secrets: hidden }));
      await secrets.replace([...old, ...come]);
      await records.replace(parts.map(({ id, name, type, open }) => ({ id, name, type, fields: open })));
      await secrets.replace(come);
      return before.map(({ id }) => id).filter(id => !records.has(id));
    });
  }

  onChange(watcher: () => void): Off {
    return this.#deps.records.onChange(watcher);
  }

  #transport(asked: string | undefined, id: string | undefined): Transport {
    const type = id === undefined ? (asked ?? '') : this.get(id).type;
    if (asked !== undefined && asked !== type) throw invalid('the type of a recipient cannot be changed', 'type');
    const found = this.#deps.transports.find(transport => transport.type === type);
    if (found === undefined) throw invalid(`there is no type ${type.slice(0, 20)} of recipients`, 'type');
    return found;
  }

  /** The secrets first: a recipient without them would be told wrong things. */
  async #keep(
    record: Omit<RecipientRecord, 'fields'>,
    { transport, fields }: Pick<Reachable, 'transport' | 'fields'>,
  ): Promise<ShownRecipient> {
    const { records, secrets } = this.#deps;
    const { id } = record;
    const { hidden, open } = partedFields(transport, fields);
    const whole = { ...record, fields: open };
    if (secrets.has(id)) await secrets.change(id, { secrets: hidden });
    else await secrets.add({ id, secrets: hidden });
    return this.#shown(await (records.has(id) ? records.change(id, whole) : records.add(whole)));
  }

  #all(id: string): Fields {
    const { records, secrets } = this.#deps;
    return { ...records.get(id).fields, ...(secrets.has(id) ? secrets.get(id).secrets : {}) };
  }

  #shown(record: RecipientRecord): ShownRecipient {
    const { secrets } = this.#deps;
    return { ...record, secrets: secrets.has(record.id) ? Object.keys(secrets.get(record.id).secrets) : [] };
  }

  #checkedName(name: string, id?: string): string {
    const bare = bareName(name);
    if (this.#isTaken(bare, id)) throw new Fault('conflict', `there is a recipient ${bare} already`, { field: 'name' });
    return bare;
  }

  #isTaken(name: string, id?: string): boolean {
    return this.#deps.records.list().some(record => record.name === name && record.id !== id);
  }

  /** Secrets that a power cut left behind must not become those of another. */
  #newId(): string {
    const { records, secrets } = this.#deps;
    const taken = [...records.list(), ...secrets.list()].map(({ id }) => Number(id));
    return String(Math.max(-1, ...taken) + 1);
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = this.#changing.then(act);
    this.#changing = done.catch(() => undefined);
    return done;
  }
}

function bareName(name: string): string {
  const bare = name.trim();
  if (bare === '') throw invalid('name is missing', 'name');
  if (bare.length > LONGEST_NAME) throw invalid(`name must be at most ${LONGEST_NAME} characters`, 'name');
  return bare;
}

/** What is secret of the fields, and what may be told. */
function partedFields(transport: Transport, fields: Fields) {
  const isSecret = (name: string) => transport.fields.some(each => each.name === name && each.secret);
  const part = (wanted: boolean) => Object.entries(fields).filter(([name]) => isSecret(name) === wanted);
  const hidden = Object.fromEntries(part(true).map(([name, value]) => [name, String(value)]));
  return { hidden, open: Object.fromEntries(part(false)) };
}

/** What is stored and what takes its place, by the kind's schemas. @throws Fault `invalid` that names the field */
function checkedFields(transport: Transport, stored: Fields, fields: Fields): Fields {
  const unknown = Object.keys(fields).find(name => !transport.fields.some(each => each.name === name));
  if (unknown !== undefined) throw invalid(`${transport.title} has no field ${unknown}`, unknown);
  const merged = { ...stored, ...fields };
  const checked = Object.fromEntries(transport.fields.flatMap(each => checkedField(each, merged[each.name])));
  transport.check?.(checked);
  return checked;
}

/** A field that is empty is not kept. */
function checkedField(field: Field, value: FieldValue | undefined): [string, FieldValue][] {
  const { name, schema, needed } = field;
  const filled = value ?? (schema['default'] as FieldValue | undefined);
  if (filled === undefined || filled === '') {
    if (needed) throw invalid(`${name} is missing`, name);
    return [];
  }
  return [[name, parse(schema, filled, name)]];
}

/** @throws Fault `not-found` by the words that a person wrote: an id or a name */
export function findRecipient(recipients: Pick<Recipients, 'list'>, wanted: string): ShownRecipient {
  const all = recipients.list();
  const found = all.find(({ id }) => id === wanted) ?? all.find(({ name }) => name === wanted);
  if (found === undefined) throw notFound(`there is no recipient ${wanted}`);
  return found;
}
