import { createEventWays } from './appliance-events.ts';
import { apiRoutes, liveRoute, talkRoute, type VirtualControls, withRouteList } from './api/index.ts';
import { type AudioChild, CLIP_FORMATS, type ClipDecoder, createAudio, type StreamSource } from './audio/index.ts';
import { createAtAccess } from './at-access.ts';
import { createAtBroker } from './at-broker.ts';
import { createAtConfiguration } from './at-configuration.ts';
import { createAtDiagnostics } from './at-diagnostics.ts';
import { createAtDiscovery } from './at-discovery.ts';
import { createAtProtection } from './at-protection.ts';
import { createRecordingAndNotify } from './appliance-recordings.ts';
import { createAtLocate } from './at-locate.ts';
import { createAtSip } from './at-sip.ts';
import { createAtSpeakerTest } from './at-speaker-test.ts';
import { createSpeaking, timeZone } from './at-speech.ts';
import { createAtCertificates, createGuard, startWeb } from './at-web.ts';
import type { Board, StorageSlot } from './board/index.ts';
import { EVENTS, PARAMS } from './catalog.ts';
import type { Clock } from './core/clock.ts';
import { startAll, type Startable } from './core/lifecycle.ts';
import type { Log } from './core/log.ts';
import type { LogBook, Tracer } from './diagnostics/index.ts';
import { EventBus, EventHistory } from './events/index.ts';
import { httpPort, httpsPort, selfCheck } from './http/index.ts';
import type { Helpers, Host, Notifier } from './linux/index.ts';
import { sipCallee } from './notify/index.ts';
import { JsonFile, ParamStore, STORED_PARAMS } from './settings/index.ts';
import { createSystem, Watchdog } from './system/index.ts';
import { createUpgrade, type Updater } from './upgrade/index.ts';
import { createRules, createVirtualInputs, type Rule } from './rules/index.ts';
import type { Analyst } from './speakertest/index.ts';
import { createSchedules } from './schedules/index.ts';
import { createStorage } from './storage/index.ts';
import { mediaClipParams, vapixRoutes } from './vapix/index.ts';

export interface ApplianceOptions {
  readonly board: Board;
  /** What drives a virtual board. */
  readonly controls: VirtualControls | undefined;
  readonly clock: Clock;
  readonly log: Log;
  /** What was logged. */
  readonly book: LogBook;
  /** Who may see all packets. */
  readonly tracer: Tracer;
  readonly version: string;
  /** The oldest version that may be installed. */
  readonly oldest: string;
  readonly updater: Updater;
  /** Folder of everything that is kept. */
  readonly state: string;
  /** Folder of the page's files. */
  readonly page: string;
  /** Ports to listen on; 0 takes a free one. */
  readonly ports: { readonly http: number; readonly https: number; readonly rtsp: number; readonly ftp: number };
  /** Told the ports that were opened. */
  readonly listening: (ports: { http: number; https: number; rtsp: number }) => void;
  /** Address to listen on; all unless told. */
  readonly address: string | undefined;
  readonly spawnAudio: () => AudioChild;
  readonly decode: ClipDecoder;
  readonly analyst: Analyst;
  readonly radio: StreamSource;
  /** Starts the speaker anew, soon after it was called. */
  readonly restart: () => void;
  /** The Linux that is set up; on a machine that is somebody's, one of software. */
  readonly host: Host;
  /** Programs with one right more than the supervisor. */
  readonly helpers: Helpers;
  /** The name of that Linux where it is not the computer's. */
  readonly hostName: (() => string) | undefined;
  /** Where media are put in. */
  readonly slot: StorageSlot;
  /** The service manager; undefined where none started us. */
  readonly notifier: Notifier | undefined;
}

/** The whole house, built floor by floor. Nothing is wired anywhere else. */
export function createAppliance(options: ApplianceOptions) {
  const { controls, clock, log, state, restart } = options;
  const events = new EventBus({ catalog: EVENTS, clock, log: log.area('events') });
  const history = new EventHistory(events);
  const settingsFile = new JsonFile({ path: `${state}/settings.json`, schema: STORED_PARAMS, empty: {}, log });
  const params = new ParamStore({ file: settingsFile, defs: PARAMS });

  const system = createSystem({ ...options, events, params, folder: state });
  const certificates = createAtCertificates({ ...options, info: system.info });
  const audio = createSound(options, { events, params, system });
  const speech = createSpeaking(options, { params, system, audio });
  const storage = createStorage({ ...options, events, params, log: log.area('storage'), folder: `${state}/storage` });
  const inputs = createVirtualInputs({ events, log: log.area('rules'), file: `${state}/virtual-inputs.json` });
  const base = { events, params, system, audio, certificates };
  const protection = createAtProtection(options, base);
  const access = createAtAccess(options, base);
  const { recording, notify } = createRecordingAndNotify(options, { ...base, storage });
  const scheduling = createScheduling(options, events, () => ruling.rules.list());
  params.provideGroup(() => mediaClipParams(audio.clips));

  const { upgrades, ...upgrading } = createUpgrades(options, { events, system, audio });
  const parts = { ...base, actions: () => actions };
  const atBroker = createAtBroker({ ...options, ...parts, log: log.area('mqtt') });
  const atSip = createAtSip({ ...options, ...parts, callee: to => sipCallee(notify.notifier.recipients, to) });
  const locating = createAtLocate(options, { ...base, speech });
  const testing = createAtSpeakerTest({ ...options, ...parts, calls: atSip.sip.calls });
  const sounding = [system, audio, speech, testing];
  const reacting = [recording, notify, inputs, atBroker, atSip];
  const domains = [protection, access, ...sounding, storage, ...reacting, scheduling, upgrading];
  const actions = [...sounding, ...reacting].flatMap(domain => domain.actions);
  const explained = { events, catalog: EVENTS, explanations: scheduling.explanations, clock };
  const ruling = createRules({ ...explained, actions, log: log.area('rules'), file: `${state}/rules.json` });
  const audit = { ...protection, ...access, ...notify, ...atSip, ...atBroker, ...recording, ...ruling, ...scheduling };
  const atDiagnostics = createAtDiagnostics(options, { ...parts, ...audit, storage, upgrades });
  const atDiscovery = createAtDiscovery(options, parts);
  const guard = createGuard(options, { ...system, events, params });
  const told = { ...system, params, events, clock, log, device: system.info, storage, restart, upgrades };
  const domain = { ...audio, ...speech, ...testing, ...atDiagnostics, ...atDiscovery };
  const shared = { ...domain, ...audit, ...inputs, ...told, ...reachedBy(system, params) };
  const vapixEvents = createEventWays(options, { ...shared, guard, actions });
  const atConfiguration = createAtConfiguration(options, { ...shared, system, sip: atSip.sip });
  // Who hears what happens is there before anybody outside can ask, or make anything happen.
  const hearers = [atDiagnostics, vapixEvents, ruling, scheduling.pulses, atConfiguration, locating];
  const routes = withRouteList({ version: options.version, actions }, [
    ...vapixRoutes(shared),
    ...vapixEvents.routes,
    ...atSip.routes,
    ...atConfiguration.routes,
    ...apiRoutes({ ...shared, guard, history, actions, catalog: EVENTS, formats: CLIP_FORMATS, virtual: controls }),
  ]);
  const live = createLive(options, { ...shared, history, audio });
  const sockets = [live, talkRoute(audio), ...vapixEvents.sockets];
  const door = { guard, routes, sockets, rtsp: vapixEvents.rtspPort };
  const serve = () => startWeb(options, { ...shared, ...door });
  const doors = [{ start: serve }, access.ftp(guard, atDiagnostics.answered), atDiscovery];
  const last = [...doors, step(() => system.ready()), ...createWatchdog(options, audio, params)];
  return { start: () => startAll([step(() => params.load()), history, ...domains, ...hearers, ...last]) };
}

/** Where the speaker is reached, and at which ports. */
const reachedBy = ({ network, time }: ReturnType<typeof createSystem>, params: ParamStore) => ({
  network,
  time,
  ports: () => ({ http: params.get(httpPort), https: params.get(httpsPort) }),
});

interface SoundParts {
  readonly events: EventBus;
  readonly params: ParamStore;
  readonly system: ReturnType<typeof createSystem>;
}

/** All that sounds. */
const createSound = (options: ApplianceOptions, { events, params, system }: SoundParts) =>
  createAudio({
    board: options.board,
    events,
    params,
    clock: options.clock,
    log: options.log.area('audio'),
    folder: `${options.state}/clips`,
    decode: options.decode,
    radio: options.radio,
    spawn: options.spawnAudio,
    sourcesFile: `${options.state}/multicast.json`,
    ownAddresses: () => system.info.addresses().filter(address => !address.includes(':')),
  });

interface LiveParts {
  readonly events: EventBus;
  readonly history: EventHistory;
  readonly params: ParamStore;
  readonly users: ReturnType<typeof createSystem>['users'];
  readonly network: ReturnType<typeof createSystem>['network'];
  readonly time: ReturnType<typeof createSystem>['time'];
  readonly audio: ReturnType<typeof createAudio>;
  readonly storage: ReturnType<typeof createStorage>;
  readonly recordings: ReturnType<typeof createRecordingAndNotify>['recording']['recordings'];
  readonly upgrades: ReturnType<typeof createUpgrades>['upgrades'];
  readonly notifier: ReturnType<typeof createRecordingAndNotify>['notify']['notifier'];
  readonly mqtt: ReturnType<typeof createAtBroker>['mqtt'];
  readonly virtualInputs: ReturnType<typeof createVirtualInputs>['virtualInputs'];
  readonly ruleEngine: ReturnType<typeof createRules>['ruleEngine'];
  readonly schedules: ReturnType<typeof createSchedules>['schedules'];
  readonly sip: ReturnType<typeof createAtSip>['sip'];
  readonly certificates: ReturnType<typeof createAtProtection>['certificates'];
  readonly firewall: ReturnType<typeof createAtProtection>['firewall'];
  readonly dot1x: ReturnType<typeof createAtProtection>['dot1x'];
  readonly speakerTest: ReturnType<typeof createAtSpeakerTest>['speakerTest'];
  readonly remoteSyslog: ReturnType<typeof createAtAccess>['remoteSyslog'];
  readonly ssh: ReturnType<typeof createAtAccess>['ssh'];
}

/** What the open page is told of. */
const createLive = ({ clock, controls }: ApplianceOptions, parts: LiveParts) => {
  const { audio, users, params, upgrades, storage, notifier, mqtt } = parts;
  return liveRoute({
    clock,
    events: parts.events,
    history: parts.history,
    health: audio.health,
    onHealth: audio.onHealth,
    changes: {
      clips: audio.onClipsChange,
      accounts: users.onChange.bind(users),
      settings: params.onChange.bind(params),
      upgrade: listener => upgrades.onChange(listener),
      storage: storage.onChange,
      recordings: parts.recordings.onChange.bind(parts.recordings),
      multicast: audio.multicast.onChange.bind(audio.multicast),
      network: parts.network.onChange,
      recipients: notifier.onChange.bind(notifier),
      schedules: listener => parts.schedules.onChange(listener),
      sip: parts.sip.onChange,
      certificates: parts.certificates.onChange.bind(parts.certificates),
      firewall: parts.firewall.onChange,
      dot1x: parts.dot1x.onChange,
      mqtt: mqtt.onChange.bind(mqtt),
      virtualInputs: parts.virtualInputs.onChange.bind(parts.virtualInputs),
      speakerTest: parts.speakerTest.onChange,
      time: parts.time.onChange,
      remoteSyslog: parts.remoteSyslog.onChange.bind(parts.remoteSyslog),
      ssh: parts.ssh.onChange.bind(parts.ssh),
    },
    onRules: parts.ruleEngine.onChange,
    onMulticast: audio.onMulticast,
    virtual: controls,
  });
};

/** Where a service manager watches us, it is told that we live. */
function createWatchdog(
  { notifier, clock, log, address = '127.0.0.1' }: ApplianceOptions,
  audio: Pick<ReturnType<typeof createAudio>, 'health'>,
  params: ParamStore,
): Startable[] {
  if (notifier === undefined) return [];
  const signs = [
    () => (audio.health().state === 'restarting' ? 'the audio process does not run' : undefined),
    () => selfCheck({ port: params.get(httpsPort), address, clock }),
  ];
  return [new Watchdog({ notifier, signs, clock, log: log.area('watchdog') })];
}

const createScheduling = ({ state, clock, log }: ApplianceOptions, events: EventBus, rules: () => readonly Rule[]) =>
  createSchedules({
    folder: `${state}/schedules`,
    events,
    clock,
    log: log.area('schedules'),
    zone: timeZone,
    rules,
  });

interface UpgradeParts {
  readonly events: EventBus;
  readonly system: ReturnType<typeof createSystem>;
  readonly audio: ReturnType<typeof createAudio>;
}

const createUpgrades = (options: ApplianceOptions, { events, system, audio }: UpgradeParts) =>
  createUpgrade({
    ...options,
    events,
    folder: `${options.state}/upgrade`,
    light: system.light,
    occupation: system.occupation,
    prepareReset: system.prepareReset,
    works: () => ({
      // Not what is so at this very moment: while a release comes in, a slow computer may just be starting audiod anew.
      audio: audio.hadCard(),
      network: system.info.addresses().length > 0,
    }),
    log: options.log.area('upgrade'),
  });

/** Something that only has to be done at the start, in its turn. */
const step = (act: () => unknown): Startable => ({
  async start() {
    await act();
    return () => undefined;
  },
});
