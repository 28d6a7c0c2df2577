import type { Action } from '../actions/index.ts';
import type { Certificates } from '../certificates/index.ts';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Discovery } from '../discovery/index.ts';
import type { Dot1x } from '../dot1x/index.ts';
import type { EventBus, EventDef, Happening } from '../events/index.ts';
import type { Firewall } from '../firewall/index.ts';
import type { Route } from '../http/index.ts';
import type { RuleEngine, Rules } from '../rules/index.ts';
import type { ParamStore } from '../settings/index.ts';
import type { Notifier } from '../notify/index.ts';
import type { Holidays, Schedules } from '../schedules/index.ts';
import type { SpeakerTestFace } from '../speakertest/index.ts';
import type { DeviceInfo, Network, Time } from '../system/index.ts';
import type { Diagnostics, RemoteSyslog } from '../diagnostics/index.ts';
import type { Upgrades } from '../upgrade/index.ts';
import type { Ssh } from '../ssh/index.ts';
import { accountRoutes, type ApiUsers } from './accounts.ts';
import { actionRoutes } from './actions.ts';
import { audioRoutes } from './audio.ts';
import { boardRoutes, type VirtualControls } from './board.ts';
import { certificateRoutes } from './certificates.ts';
import { type ApiClips, type ClipGain, clipRoutes } from './clips.ts';
import type { AudioHealth, PlayClip } from './contract.ts';
import { diagnosticsRoutes } from './diagnostics.ts';
import { speakersRoutes } from './discovery.ts';
import { dot1xRoutes } from './dot1x.ts';
import { equalizerRoute } from './equalizer.ts';
import { eventsRoute } from './events.ts';
import { firewallRoutes } from './firewall.ts';
import { recipientRoutes } from './recipients.ts';
import { type ApiRecordings, recordingRoutes } from './recordings.ts';
import { ruleRoutes } from './rules.ts';
import { restartRoutes } from './restart.ts';
import { healthRoute } from './health.ts';
import { type ApiMqtt, mqttRoutes } from './mqtt.ts';
import { type ApiMulticast, multicastRoutes } from './multicast.ts';
import { networkRoutes } from './network.ts';
import { scheduleRoutes } from './schedules.ts';
import { type LoginGuard, sessionRoutes } from './session.ts';
import { settingsRoutes } from './settings.ts';
import { type ApiStorage, storageRoutes } from './storage.ts';
import { type ApiSpeech, speechRoutes } from './speech.ts';
import { type ApiTokens, tokenRoutes } from './tokens.ts';
import { timeRoutes } from './time.ts';
import { speakerTestRoutes } from './speaker-test.ts';
import { sshRoutes } from './ssh.ts';
import { statusRoute } from './status.ts';
import { syslogRoutes } from './syslog.ts';
import { upgradeRoutes } from './upgrade.ts';
import { type ApiVirtualInputs, virtualInputRoutes } from './virtual-inputs.ts';

interface ApiDeps {
  readonly guard: LoginGuard;
  readonly users: ApiUsers;
  readonly tokens: ApiTokens;
  readonly params: ParamStore;
  readonly clips: ApiClips;
  readonly player: {
    play(id: string, options: PlayClip): void;
    stop(): void;
  };
  readonly limits: () => { readonly maxUploadBytes: number };
  /** dB with which a clip plays now. */
  readonly clipGain: ClipGain;
  /** What an upload may be, in words for people: "MP3", "WAV". */
  readonly formats: readonly string[];
  /** The audio process at this moment. */
  readonly health: () => AudioHealth;
  readonly stopVoice: (voice: number) => void;
  readonly events: Pick<EventBus, 'states' | 'emit'>;
  readonly storage: ApiStorage;
  readonly recordings: ApiRecordings;
  readonly multicast: ApiMulticast;
  readonly network: Network;
  readonly time: Time;
  readonly certificates: Certificates;
  readonly firewall: Firewall;
  readonly dot1x: Dot1x;
  /** The ports of the web that are open. */
  readonly ports: () => { readonly http: number; readonly https: number };
  readonly notifier: Notifier;
  readonly mqtt: ApiMqtt;
  readonly virtualInputs: ApiVirtualInputs;
  readonly rules: Rules;
  readonly ruleEngine: RuleEngine;
  /** All that can happen. */
  readonly catalog: readonly EventDef[];
  readonly schedules: Schedules;
  readonly holidays: Holidays;
  readonly speech: ApiSpeech;
  readonly speakerTest: SpeakerTestFace;
  readonly history: { list(): readonly Happening[] };
  readonly actions: readonly Action[];
  readonly device: DeviceInfo;
  readonly clock: Clock;
  /** Restarts the device, soon after it was called. */
  readonly restart: () => void;
  readonly prepareReset: (kind: 'soft' | 'hard') => Promise<void>;
  readonly upgrades: Upgrades;
  readonly discovery: Pick<Discovery, 'finder' | 'assign'>;
  readonly diagnostics: Diagnostics;
  readonly remoteSyslog: Pick<RemoteSyslog, 'settings' | 'servers' | 'change' | 'test'>;
  readonly ssh: Pick<Ssh, 'enabled' | 'list' | 'state' | 'add' | 'update' | 'remove'>;
  /** What is served at a port: `http`. */
  readonly serviceAt: (port: number) => string | undefined;
  readonly log: Log;
  /** Only where the board is made of software. */
  readonly virtual?: VirtualControls | undefined;
}

/** The page's own API; contract.ts says what goes over it. */
export const apiRoutes = (deps: ApiDeps): Route[] => [
  ...sessionRoutes(deps),
  statusRoute({ ...deps, virtual: deps.virtual !== undefined }),
  ...settingsRoutes(deps),
  ...accountRoutes(deps),
  ...tokenRoutes(deps),
  ...audioRoutes(deps),
  ...clipRoutes(deps),
  ...storageRoutes(deps),
  ...recordingRoutes(deps),
  ...multicastRoutes(deps),
  ...networkRoutes(deps),
  ...timeRoutes(deps),
  ...certificateRoutes(deps),
  ...firewallRoutes(deps),
  ...dot1xRoutes(deps),
  ...recipientRoutes(deps),
  ...ruleRoutes(deps),
  ...scheduleRoutes(deps),
  ...mqttRoutes(deps),
  ...virtualInputRoutes(deps),
  ...speechRoutes(deps),
  ...speakerTestRoutes(deps.speakerTest),
  equalizerRoute,
  eventsRoute(deps),
  ...actionRoutes(deps),
  ...restartRoutes(deps),
  ...upgradeRoutes(deps),
  ...diagnosticsRoutes(deps),
  ...syslogRoutes(deps),
  ...sshRoutes(deps),
  ...speakersRoutes(deps),
  healthRoute(deps),
  ...(deps.virtual === undefined ? [] : boardRoutes(deps.virtual, deps)),
];
