import type { Off } from '../../core/clock.ts';
import { within } from '../../core/fault.ts';
import { Listeners } from '../../core/listeners.ts';
import type { RtpSource, RtpSourceStatus, SourceClass } from '../../engine/contract.ts';
import type { EventBus } from '../../events/index.ts';
import { type Collection, type ParamStore, withIds } from '../../settings/index.ts';
import { checkRoom, checkSource } from './check-source.ts';
import { sourceState } from './events.ts';
import { multicastCodec, multicastEnabled } from './params.ts';
import { closedUp, isRanking, moved } from './ranking.ts';
import { SOURCE_DEFAULTS, type SourceFields, type SourceRecord } from './source-record.ts';

/** As many as the mixer has voices. */
const MOST = 64;
/** VAPIX knows so many places. */
const MOST_RANKS = 13;

interface MulticastSourcesDeps {
  readonly records: Collection<SourceRecord>;
  readonly engine: {
    listen(sources: readonly RtpSource[]): void;
    /** Tells how the sources do that are listened for; of an audio process that died, none. */
    onSources(listener: (sources: readonly RtpSourceStatus[]) => void): Off;
  };
  readonly params: ParamStore;
  readonly events: Pick<EventBus, 'emit'>;
  /** The IPv4 addresses of this speaker. */
  readonly own: () => readonly string[];
}

/** The sources of the multicast controller: set by people and programs, listened for by the audio process. */
export class MulticastSources {
  readonly #deps: MulticastSourcesDeps;
  readonly #listeners = new Listeners<[readonly RtpSourceStatus[]]>();
  readonly #told = new Map<string, RtpSourceStatus['state']>();
  #statuses: readonly RtpSourceStatus[] = [];
  #changing: Promise<unknown> = Promise.resolve();

  constructor(deps: MulticastSourcesDeps) {
    this.#deps = deps;
  }

  async start(): Promise<Off> {
    const { records, engine, params } = this.#deps;
    await records.load();
    const offs = [
      engine.onSources(statuses => this.#hear(statuses)),
      records.onChange(() => this.#listen()),
      params.follow(multicastEnabled, () => this.#listen()),
    ];
    return () => {
      for (const off of offs) off();
    };
  }

  list(): readonly SourceRecord[] {
    return this.#deps.records.list();
  }

  /** @throws Fault `not-found` */
  get(id: string): SourceRecord {
    return this.#deps.records.get(id);
  }

  /** How the sources do that are listened for. */
  statuses(): readonly RtpSourceStatus[] {
    return this.#statuses;
  }

  /** Those that are played now, as voices of the mixer. */
  sounding(): readonly { voice: number; name: string; sourceClass: SourceClass }[] {
    return this.#statuses.flatMap(({ id, voice }) => {
      const source = this.list().find(each => each.id === id);
      if (voice === undefined || source === undefined) return [];
      return [{ voice, name: source.name, sourceClass: source.emergency ? 'emergency' : 'paging' }];
    });
  }

  /** Calls back when a source or the order of all changed. */
  onChange(listener: () => void): Off {
    return this.#deps.records.onChange(listener);
  }

  /** Calls back about twice a second while somebody sends. */
  onStatus(listener: (statuses: readonly RtpSourceStatus[]) => void): Off {
    return this.#listeners.add(listener);
  }

  /** @throws Fault that names the field */
  add(fields: Pick<SourceFields, 'name' | 'address' | 'port'> & Partial<SourceFields>): Promise<SourceRecord> {
    return this.#inTurn(() => {
      const source = { ...SOURCE_DEFAULTS, codec: this.codec(), ...fields };
      checkRoom(this.list().length, MOST);
      checkSource(source, { others: this.list(), own: this.#deps.own() });
      return this.#deps.records.add({ id: lowestFree(this.list()), ...source });
    });
  }

  /** @throws Fault that names the field; `not-found` */
  change(id: string, fields: Partial<SourceFields>): Promise<SourceRecord> {
    return this.#inTurn(() => {
      const others = this.list().filter(source => source.id !== id);
      const present = this.get(id);
      // An address of this speaker's that is gone since may stay; only the listening waits for it.
      checkSource({ ...present, ...fields }, { others, own: [...this.#deps.own(), present.address] });
      return this.#deps.records.change(id, fields);
    });
  }

  /** @throws Fault `not-found` */
  remove(id: string): Promise<SourceRecord> {
    return this.#inTurn(() => this.#deps.records.remove(id));
  }

  /** @throws Fault that names the field, which begins with the place in the list: `3.port` */
  checkAll(sources: readonly SourceFields[]): readonly SourceFields[] {
    checkRoom(sources.length - 1, MOST);
    sources.forEach((source, index) => {
      const others = sources.slice(0, index).map((each, id) => ({ id: String(id), ...each }));
      // An address of this speaker's that is gone since may stay.
      const kept = this.list().map(({ address }) => address);
      within(`${index}.`, () => checkSource(source, { others, own: [...this.#deps.own(), ...kept] }));
    });
    return sources;
  }

  /** Puts others in the place of all; those of the same name keep their ids. @throws Fault as `checkAll` */
  replaceAll(sources: readonly SourceFields[]): Promise<void> {
    return this.#inTurn(async () => {
      this.checkAll(sources);
      const taken = [...this.list()];
      const newId = () => {
        const id = lowestFree(taken);
        taken.push({ id } as SourceRecord);
        return id;
      };
      await this.#deps.records.replace(withIds(sources, this.list(), newId));
    });
  }

  enabled(): boolean {
    return this.#deps.params.get(multicastEnabled);
  }

  enable(enabled: boolean): Promise<void> {
    return this.#deps.params.update({ [multicastEnabled.path]: enabled });
  }

  /** Of new sources. */
  codec(): 'PCMU' | 'PCMA' {
    return this.#deps.params.get(multicastCodec);
  }

  /** Gives all sources that speak G.711 this of its two laws, and new ones, too. */
  async setCodec(codec: 'PCMU' | 'PCMA'): Promise<void> {
    await this.#deps.params.update({ [multicastCodec.path]: codec });
    const others = this.list().filter(source => source.codec !== codec && /^PCM[UA]$/.test(source.codec));
    for (const { id } of others) await this.change(id, { codec });
  }

  /** Adds a source at its place in VAPIX's order, if the sources have one: the others make room. */
  addRanked(fields: Parameters<MulticastSources['add']>[0]): Promise<SourceRecord> {
    const ranked = isRanking(this.list()) && this.list().length < MOST_RANKS;
    const { priority = ranked ? this.list().length + 1 : SOURCE_DEFAULTS.priority } = fields;
    return this.add({ ...fields, priority }).then(async source => {
      if (ranked) await this.#renumber(moved(this.list(), source.id, priority));
      return this.get(source.id);
    });
  }

  /** Gives a source another place in VAPIX's order, or, where the sources have none, its priority alone. */
  async rank(id: string, priority: number): Promise<void> {
    const ranked = isRanking(this.list());
    await this.change(id, { priority });
    if (ranked) await this.#renumber(moved(this.list(), id, priority));
  }

  /** Removes a source, and the gap it leaves in VAPIX's order. */
  async removeRanked(id: string): Promise<void> {
    const ranked = isRanking(this.list());
    await this.remove(id);
    if (ranked) await this.#renumber(closedUp(this.list()));
  }

  async #renumber(priorities: ReadonlyMap<string, number>): Promise<void> {
    for (const [id, priority] of priorities)
      if (this.get(id).priority !== priority) await this.change(id, { priority });
  }

  /** One change after the other: two that are right by themselves may be wrong together. */
  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const acted = this.#changing.then(act);
    this.#changing = acted.catch(() => undefined);
    return acted;
  }

  #listen(): void {
    const { engine } = this.#deps;
    const wanted = this.enabled() ? this.list().filter(({ enabled }) => enabled) : [];
    engine.listen(wanted.map(sourceOf));
  }

  #hear(statuses: readonly RtpSourceStatus[]): void {
    this.#statuses = statuses;
    for (const { id, state } of statuses) this.#tell(id, state);
    for (const id of this.#told.keys()) if (!statuses.some(each => each.id === id)) this.#tell(id, 'idle');
    this.#listeners.tell(statuses);
  }

  #tell(id: string, state: RtpSourceStatus['state']): void {
    if ((this.#told.get(id) ?? 'idle') === state) return;
    if (state === 'idle') this.#told.delete(id);
    else this.#told.set(id, state);
    const name = this.list().find(source => source.id === id)?.name ?? '';
    this.#deps.events.emit(sourceState, { source: id, name, state });
  }
}

/** What the audio process has to know. */
const sourceOf = ({ id, address, port, codec, priority, emergency, latency, srtpKey }: SourceRecord): RtpSource => ({
  id,
  address,
  port,
  codec,
  priority,
  emergency,
  latency,
  srtpKey,
});

function lowestFree(sources: readonly SourceRecord[]): string {
  const taken = new Set(sources.map(({ id }) => id));
  for (let n = 0; ; n++) if (!taken.has(String(n))) return String(n);
}
