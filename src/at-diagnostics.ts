import { freemem, loadavg, networkInterfaces, totalmem } from 'node:os';
import type { createAudio } from './audio/index.ts';
import type { Certificates } from './certificates/index.ts';
import type { Clock } from './core/clock.ts';
import type { Log } from './core/log.ts';
import { outputOf } from './core/output-of.ts';
import { createDiagnostics, type LogBook, type ReportSection, type Tracer } from './diagnostics/index.ts';
import type { Dot1x } from './dot1x/index.ts';
import type { EventBus } from './events/index.ts';
import type { Firewall } from './firewall/index.ts';
import { httpPort, httpsPort, logInFailed } from './http/index.ts';
import type { Host } from './linux/index.ts';
import type { createMqtt } from './mqtt/index.ts';
import type { createNotify } from './notify/index.ts';
import type { createRecordings } from './recordings/index.ts';
import type { Rules } from './rules/index.ts';
import type { Schedules } from './schedules/index.ts';
import type { createAtAccess } from './at-access.ts';
import type { ParamStore } from './settings/index.ts';
import type { createSip } from './sip/index.ts';
import type { createStorage } from './storage/index.ts';
import type { createSystem } from './system/index.ts';
import type { Upgrades } from './upgrade/index.ts';
import { parametersText, rtspPort } from './vapix/index.ts';

interface AtDiagnosticsOptions {
  readonly state: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly book: LogBook;
  readonly tracer: Tracer;
  /** The Linux that is ours; on a machine that is somebody's, its logs are none of our business. */
  readonly host: Host | undefined;
}

/** Tells when it was changed. */
type OnChange = (listener: () => void) => () => unknown;

interface AtDiagnosticsParts {
  readonly events: EventBus;
  readonly params: ParamStore;
  readonly system: ReturnType<typeof createSystem>;
  readonly audio: Pick<ReturnType<typeof createAudio>, 'health' | 'onClipsChange' | 'multicast'>;
  readonly storage: ReturnType<typeof createStorage>;
  readonly upgrades: Upgrades;
  readonly certificates: Certificates;
  readonly firewall: Firewall;
  readonly dot1x: Dot1x;
  readonly notifier: ReturnType<typeof createNotify>['notifier'];
  readonly sip: ReturnType<typeof createSip>['sip'];
  readonly mqtt: ReturnType<typeof createMqtt>['mqtt'];
  readonly rules: Rules;
  readonly schedules: Schedules;
  readonly recordings: ReturnType<typeof createRecordings>['recordings'];
  readonly ssh: ReturnType<typeof createAtAccess>['ssh'];
}

/** What is noted in the audit log when somebody changes it, by its name. */
const collectionsOf = (parts: AtDiagnosticsParts): Readonly<Record<string, OnChange>> => ({
  accounts: parts.system.users.onChange.bind(parts.system.users),
  tokens: parts.system.tokens.onChange.bind(parts.system.tokens),
  clips: parts.audio.onClipsChange,
  'multicast sources': parts.audio.multicast.onChange.bind(parts.audio.multicast),
  certificates: parts.certificates.onChange.bind(parts.certificates),
  'the firewall': parts.firewall.onChange,
  '802.1X': parts.dot1x.onChange,
  recipients: parts.notifier.recipients.onChange.bind(parts.notifier.recipients),
  'SIP accounts': parts.sip.accounts.onChange.bind(parts.sip.accounts),
  MQTT: parts.mqtt.onChange.bind(parts.mqtt),
  rules: parts.rules.onChange.bind(parts.rules),
  schedules: listener => parts.schedules.onChange(listener),
  recordings: parts.recordings.onChange.bind(parts.recordings),
  'SSH accounts': parts.ssh.onAccounts.bind(parts.ssh),
  releases: listener => parts.upgrades.onChange(listener),
});

/** A part of the house's wiring: what helps to find out what is wrong. */
export function createAtDiagnostics(options: AtDiagnosticsOptions, parts: AtDiagnosticsParts) {
  const { state, clock, book, tracer } = options;
  const { params, system, events } = parts;
  const diagnostics = createDiagnostics({
    book,
    tracer,
    interfaces: () => Object.keys(networkInterfaces()),
    clock,
    log: options.log.area('diagnostics'),
    folder: `${state}/diagnostics`,
    hostName: () => system.info.hostName(),
    serialNumber: system.info.board.serialNumber,
    sections: sectionsOf(options, parts),
    watched: [
      note => params.onChange(changed => [...changed].forEach(path => note(settingText(params, path)))),
      ...Object.entries(collectionsOf(parts)).map(
        ([name, onChange]) =>
          (note: (what: string) => void) =>
            onChange(() => note(name)),
      ),
    ],
  });
  return {
    diagnostics,
    answered: diagnostics.answered,
    serviceAt: (port: number) => SERVICES.find(([param]) => params.get(param) === port)?.[1],
    async start() {
      const stop = await diagnostics.start();
      const off = events.on(logInFailed, ({ address, account }) => {
        const whom = account === '' ? 'an account that does not exist' : account;
        diagnostics.audit.write(`wrong password for ${whom} from ${address}`, 'warn');
      });
      return () => {
        off();
        return stop();
      };
    },
  };
}

const SERVICES = [
  [httpPort, 'http'],
  [httpsPort, 'https'],
  [rtspPort, 'rtsp'],
] as const;

const LONGEST_VALUE = 100;

function settingText(params: ParamStore, path: string): string {
  const def = params.find(path);
  const value = def.hint === 'password' ? '*****' : JSON.stringify(params.get(def)).slice(0, LONGEST_VALUE);
  return `${path} to ${value}`;
}

const chapter = (file: string, title: string, text: ReportSection['text']): ReportSection => ({ file, title, text });

/** Names and values, one a line. */
const lines = (facts: Readonly<Record<string, string | number | undefined>>) =>
  Object.entries(facts)
    .map(([name, value]) => `${name}: ${value ?? 'unknown'}`)
    .join('\n');

const pretty = (value: unknown) => JSON.stringify(value, undefined, 2);
const MB = 1_000_000;

/** Each from what may be seen by everybody who may see the report; files of state are in none of them. */
function sectionsOf(
  { host, clock }: AtDiagnosticsOptions,
  { system, params, events, audio, storage, upgrades }: AtDiagnosticsParts,
): readonly ReportSection[] {
  const { info, users } = system;
  return [
    chapter('device.txt', 'Device', () =>
      lines({
        Model: info.model,
        'Serial number': info.board.serialNumber,
        'Stentor OS': info.version,
        Board: `${info.board.name} (${info.board.model})`,
        'Problem of the board': info.board.problem ?? 'none',
        Time: info.now().toISOString(),
        'Time zone': info.posixTimeZone(),
        'Running for': `${info.uptimeS()} s`,
        'Temperature, °C': system.temperature(),
        Undervoltage: { true: 'yes', false: 'no', undefined: undefined }[String(info.undervoltage())],
        Node: process.version,
        'Memory of the supervisor': `${Math.round(process.memoryUsage.rss() / MB)} MB`,
        'Memory of the device': `${Math.round(freemem() / MB)} of ${Math.round(totalmem() / MB)} MB free`,
        'Load over 1, 5 and 15 minutes': loadavg()
          .map(load => load.toFixed(2))
          .join(' '),
      }),
    ),
    chapter('network.txt', 'Network', () =>
      lines({
        'Host name': info.hostName(),
        'MAC address': info.macAddress,
        Addresses: info.addresses().join(' '),
        'Default router': info.defaultRouter(),
        Interfaces: pretty(networkInterfaces()),
      }),
    ),
    chapter('accounts.txt', 'Accounts', () =>
      users
        .list()
        .map(({ id, role }) => `${id}: ${role}`)
        .join('\n'),
    ),
    chapter('audio.txt', 'Audio process', () => pretty(audio.health())),
    chapter('storage.txt', 'Storage', async () => pretty(await storage.disks())),
    chapter('upgrade.txt', 'Upgrade', () => pretty(upgrades.status())),
    chapter('states.txt', 'Present states', () =>
      events
        .present()
        .map(each => JSON.stringify(each))
        .join('\n'),
    ),
    chapter('parameters.txt', 'Parameters', () => parametersText(params)),
    ...(host === undefined ? [] : [chapter('journal.log', 'Journal of this start', () => journal(clock))]),
  ];
}

const JOURNAL = ['--boot', '--lines=4000', '--no-pager', '--output=short-iso'];

const journal = (clock: Clock) => outputOf('journalctl', JOURNAL, { clock, timeoutMs: 20_000 });
