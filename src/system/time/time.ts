import { inBackground } from '../../core/background.ts';
import type { Clock, Off } from '../../core/clock.ts';
import { conflict, invalid } from '../../core/fault.ts';
import { Listeners } from '../../core/listeners.ts';
import type { Log } from '../../core/log.ts';
import type { ClockSync, Host } from '../../linux/index.ts';
import type { StateFile } from '../../settings/index.ts';
import { checkTime, DEFAULT_TIME, type TimeSettings } from './settings.ts';

interface TimeDeps {
  readonly file: StateFile<TimeSettings>;
  /** The Linux that carries it out. */
  readonly host: Pick<Host, 'setTimeZone' | 'setTime' | 'setClockSync' | 'setTimeServers' | 'clockSync'>;
  /** Whether the network's time servers are left alone. */
  readonly leaveTimeServers: (own: boolean) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

/** How often is looked whether the network tells of time servers, ms. */
const LOOK_MS = 60_000;
/** The last year that clients may set: a time in 32 bits ends in 2038. */
export const LAST_YEAR = 2037;
const NOBODY: ClockSync = { enabled: false, synchronized: false, server: '', networkServers: [], pollS: 0 };

/** How the speaker knows the time: kept by us, carried out by systemd-timesyncd and timedated. */
export class Time {
  readonly #deps: TimeDeps;
  readonly #listeners = new Listeners<[]>();
  #settings: TimeSettings = DEFAULT_TIME;
  #asked: readonly string[] = [];
  #applying: Promise<unknown> = Promise.resolve();

  constructor(deps: TimeDeps) {
    this.#deps = deps;
  }

  get settings(): TimeSettings {
    return this.#settings;
  }

  readonly onChange = this.#listeners.add;

  /** The zone in use, IANA. */
  get zone(): string {
    return new Intl.DateTimeFormat().resolvedOptions().timeZone;
  }

  /** Reads what is kept and has it obeyed. A clock that cannot be set up does not keep the speaker from starting. */
  async load(): Promise<void> {
    const { file, log } = this.#deps;
    this.#settings = await file.load();
    inBackground(log, 'setting up the clock', () => this.#inTurn(() => this.#obey(DEFAULT_TIME)));
  }

  start(): Off {
    const { clock, log } = this.#deps;
    return clock.every(LOOK_MS, () => {
      const { source, servers } = this.#settings;
      if (source !== 'dhcp' || servers.length === 0) return;
      inBackground(log, 'looking for time servers', () => this.#inTurn(() => this.#askServers()));
    });
  }

  /** How the clock follows; as if nobody was asked where nobody can tell. */
  async sync(): Promise<ClockSync> {
    try {
      return await this.#deps.host.clockSync();
    } catch (error) {
      this.#deps.log.warn('how the clock follows is not known', { error: String(error) });
      return NOBODY;
    }
  }

  /** What the settings would be after a change. @throws Fault `invalid` with the field */
  check(change: Partial<TimeSettings>): TimeSettings {
    const next = { ...this.#settings, ...change };
    checkTime(next);
    return next;
  }

  /** @throws Fault `invalid` with the field, `failed` where the system refuses; nothing is changed then */
  change(change: Partial<TimeSettings>): Promise<void> {
    return this.#inTurn(async () => {
      const next = this.check(change);
      const before = this.#settings;
      this.#settings = next;
      try {
        await this.#obey(before);
        await this.#deps.file.save(next);
      } catch (error) {
        this.#settings = before;
        await this.#obey(next).catch(() => undefined);
        throw error;
      }
      this.#listeners.tell();
    });
  }

  /** @throws Fault `conflict` while time servers are followed, `invalid` for a time that no speaker has */
  async setTime(time: Date): Promise<void> {
    if (Number.isNaN(time.getTime())) throw invalid('that is no time', 'dateTime');
    if (time.getUTCFullYear() < 1970 || time.getUTCFullYear() > LAST_YEAR) {
      throw invalid(`the year must be from 1970 to ${LAST_YEAR}`, 'dateTime');
    }
    if (this.#settings.source !== 'manual') throw conflict('the clock follows time servers, so it cannot be set');
    await this.#deps.host.setTime(time);
    this.#listeners.tell();
  }

  /** @param before what was in force */
  async #obey(before: TimeSettings): Promise<void> {
    const { host, leaveTimeServers } = this.#deps;
    const { source, zone } = this.#settings;
    if (zone !== before.zone) await host.setTimeZone(zone === '' ? 'UTC' : zone);
    const follows = source !== 'manual';
    if (follows !== (before.source !== 'manual')) await host.setClockSync(follows);
    await leaveTimeServers(source === 'static');
    await this.#askServers();
  }

  /** Has those asked that are set, where they are to be asked now. */
  async #askServers(): Promise<void> {
    const { host } = this.#deps;
    const { source, servers } = this.#settings;
    const fallback = async () => ((await host.clockSync()).networkServers.length === 0 ? servers : []);
    const asked = source === 'static' ? servers : source === 'dhcp' && servers.length > 0 ? await fallback() : [];
    if (JSON.stringify(asked) === JSON.stringify(this.#asked)) return;
    await host.setTimeServers(asked);
    this.#asked = asked;
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = this.#applying.then(act);
    this.#applying = done.catch(() => undefined);
    return done;
  }
}
