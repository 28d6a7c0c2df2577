import type { Clock, Off } from '../../core/clock.ts';
import { Fault, invalid } from '../../core/fault.ts';
import { ensureFolder } from '../../core/files.ts';
import { Listeners } from '../../core/listeners.ts';
import type { Log } from '../../core/log.ts';
import { parse } from '../../core/schema.ts';
import { JsonFile, type StateFile } from '../../settings/index.ts';
import type { LogBook } from '../log-book.ts';
import type { LogLine } from '../log-line.ts';
import { Delivery, type DeliveryStatus } from './delivery.ts';
import { messageOf } from './message.ts';
import { nameOf, NO_SYSLOG, SYSLOG_SETTINGS, type SyslogServer, type SyslogSettings, wants } from './settings.ts';
import { openWire } from './wire.ts';

/** Whom the speaker believes. */
export interface Trust {
  /** PEM of an authority. @throws Fault `not-found` */
  readonly authority: (id: string) => string;
  /** PEM of all that were added beside the system's; undefined where there are none. */
  readonly all: () => readonly string[] | undefined;
  readonly onChange: (listener: () => void) => Off;
}

interface RemoteSyslogDeps {
  readonly book: Pick<LogBook, 'onLine'>;
  readonly file: StateFile<SyslogSettings>;
  readonly trust: Trust;
  readonly hostName: () => string;
  readonly clock: Clock;
  readonly log: Log;
}

/** A server that the logs are sent to, and how it goes. */
export interface KnownServer extends SyslogServer {
  /** Undefined while nothing is sent. */
  readonly status: DeliveryStatus | undefined;
}

interface Running {
  readonly server: SyslogServer;
  readonly delivery: Delivery;
  readonly stop: Off;
}

const NO_SERVER = 'no server is set: add one first';

/** Sends what is written to the logs to servers that collect them, as it is written there: without secrets. */
export class RemoteSyslog {
  readonly #deps: RemoteSyslogDeps;
  readonly #changes = new Listeners<[]>();
  /** The last problem that was logged of each server: an error that comes again and again is told once. */
  readonly #logged = new Map<string, string>();
  #settings = NO_SYSLOG;
  #running: readonly Running[] = [];
  #changing: Promise<unknown> = Promise.resolve();

  constructor(deps: RemoteSyslogDeps) {
    this.#deps = deps;
  }

  get settings(): SyslogSettings {
    return this.#settings;
  }

  servers(): readonly KnownServer[] {
    return this.#settings.servers.map((server, i) => ({ ...server, status: this.#running[i]?.delivery.status }));
  }

  /** Told when the settings changed, or it goes otherwise with a server. */
  onChange(listener: () => void): Off {
    return this.#changes.add(listener);
  }

  async start(): Promise<Off> {
    const { file, book, trust } = this.#deps;
    this.#settings = await file.load();
    this.#begin();
    const offs = [
      book.onLine(line => this.#send(line)),
      trust.onChange(() => {
        if (this.#settings.servers.some(({ protocol }) => protocol === 'TLS')) this.#begin();
      }),
    ];
    return () => {
      offs.forEach(off => void off());
      this.#end();
    };
  }

  /** @throws Fault `invalid` with the field, where two servers are the same, or an authority is none */
  change(wanted: SyslogSettings): Promise<void> {
    const done = this.#changing.then(async () => {
      const settings = this.check(parse(SYSLOG_SETTINGS, wanted, 'servers'));
      await this.#deps.file.save(settings);
      this.#settings = settings;
      this.#logged.clear();
      this.#begin();
      this.#changes.tell();
    });
    this.#changing = done.catch(() => undefined);
    return done;
  }

  /**
   * Sends a message to every server, whatever its severity. @returns for each server why it could not be, in its order
   * @throws Fault `conflict` where nothing is sent, or to nobody
   */
  test(): Promise<readonly { readonly server: SyslogServer; readonly problem: string | undefined }[]> {
    if (this.#settings.servers.length === 0) throw new Fault('conflict', NO_SERVER, { field: 'servers' });
    if (!this.#settings.enabled)
      throw new Fault('conflict', 'nothing is sent: switch it on first', { field: 'enabled' });
    const text = 'this is a test message';
    return Promise.all(
      this.#running.map(async ({ server, delivery }) => {
        const message = this.#messageOf(server, { kind: 'system', level: 'info', area: 'syslog', text });
        return { server, problem: await delivery.test(message) };
      }),
    );
  }

  /** The same settings, where they can be put in force. @throws Fault as `change` */
  check(settings: SyslogSettings): SyslogSettings {
    const { enabled, servers } = settings;
    if (enabled && servers.length === 0) throw invalid(NO_SERVER, 'servers');
    const names = servers.map(nameOf);
    if (new Set(names).size < names.length) throw invalid('two servers are the same', 'servers');
    for (const { authority } of servers) {
      if (authority !== '') this.#deps.trust.authority(authority);
    }
    return settings;
  }

  #send(line: LogLine): void {
    for (const { server, delivery } of this.#running) {
      if (wants(server, line)) delivery.push(this.#messageOf(server, line));
    }
  }

  #messageOf({ format }: SyslogServer, line: Omit<LogLine, 'time'>): Buffer {
    const { hostName, clock } = this.#deps;
    return messageOf({ time: clock.now(), ...line }, format, { hostName: hostName(), pid: process.pid });
  }

  #begin(): void {
    this.#end();
    const { enabled, servers } = this.#settings;
    this.#running = enabled ? servers.map(server => this.#run(server)) : [];
  }

  #end(): void {
    for (const { stop } of this.#running) stop();
    this.#running = [];
  }

  #run(server: SyslogServer): Running {
    const { clock } = this.#deps;
    const delivery = new Delivery({
      open: async listener => openWire({ server, authorities: this.#authorities(server), clock }, listener),
      clock,
      changed: status => this.#tell(server, status),
      lossMessage: dropped =>
        this.#messageOf(server, {
          kind: 'system',
          level: 'warn',
          area: 'syslog',
          text: `${dropped} messages before this one were dropped: they came faster than they could be sent`,
        }),
    });
    return { server, delivery, stop: delivery.start() };
  }

  #authorities({ protocol, authority }: SyslogServer): readonly string[] | undefined {
    if (protocol !== 'TLS') return undefined;
    const { trust } = this.#deps;
    return authority === '' ? trust.all() : [trust.authority(authority)];
  }

  #tell(server: SyslogServer, { state, problem }: DeliveryStatus): void {
    const name = nameOf(server);
    const { log } = this.#deps;
    if (problem !== undefined && this.#logged.get(name) !== problem) {
      this.#logged.set(name, problem);
      log.warn('the log cannot be sent', { server: name, problem });
    }
    // That a packet could be sent says nothing about who gets it.
    if (state === 'open' && server.protocol !== 'UDP' && this.#logged.delete(name)) {
      log.info('the log is sent again', { server: name });
    }
    this.#changes.tell();
  }
}

interface CreateSyslogDeps extends Omit<RemoteSyslogDeps, 'file'> {
  /** Folder of the settings. */
  readonly folder: string;
}

/** The remote system log with its settings. */
export function createRemoteSyslog({ folder, ...deps }: CreateSyslogDeps) {
  const { log } = deps;
  const file = new JsonFile({ path: `${folder}/syslog.json`, schema: SYSLOG_SETTINGS, empty: NO_SYSLOG, log });
  const remoteSyslog = new RemoteSyslog({ ...deps, file });
  return {
    remoteSyslog,
    async start(): Promise<Off> {
      await ensureFolder(folder);
      return remoteSyslog.start();
    },
  };
}
