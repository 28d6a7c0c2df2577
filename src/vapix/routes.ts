import {
  audioBitrate,
  audioEncoding,
  audioSampleRate,
  httpMessageType,
  type Listeners,
  receiverTimeoutMs,
  type Transmitters,
} from '../audio/index.ts';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Discovery } from '../discovery/index.ts';
import type { EventBus } from '../events/index.ts';
import type { Route } from '../http/index.ts';
import type { ParamStore } from '../settings/index.ts';
import type { DeviceInfo } from '../system/index.ts';
import type { Upgrades } from '../upgrade/index.ts';
import { apiDiscovery, type ApiEntry } from './api-discovery.ts';
import { audioDeviceControl } from './audio-device-control.ts';
import { audioMulticastRest, type VapixMulticast } from './audio-multicast.ts';
import { basicDeviceInfo } from './basic-device-info.ts';
import type { VapixDot1x } from './dot1x.ts';
import { firewallRest, type VapixFirewall } from './firewall.ts';
import { findMyDevice, type VapixIdentify } from './find-my-device.ts';
import { firmwareManagementCgi } from './firmware-management.ts';
import { firmwareUpgradeCgi } from './firmware-upgrade.ts';
import { jsonCgi } from './json-api.ts';
import type { MediaClips, MediaPlayer } from './media-clips.ts';
import { mediaClipCgi } from './mediaclip.ts';
import { mqttClient, type VapixMqtt } from './mqtt-client.ts';
import { mqttEvent } from './mqtt-event.ts';
import { paramCgi } from './param.ts';
import { networkSettings, type VapixNetwork } from './network-settings.ts';
import { playClipCgis } from './playclip.ts';
import { diagnosticCgis, type VapixDiagnostics } from './diagnostics.ts';
import { discoveryRoutes } from './discovery.ts';
import { diskCgis, type VapixDisks } from './disks.ts';
import { factoryDefaultCgis } from './factory-default.ts';
import { receiveCgi } from './receive.ts';
import { remoteSyslogCgi, type VapixSyslog } from './remote-syslog.ts';
import { restartCgi } from './restart.ts';
import { speakerTestService, type VapixSpeakerTest } from './speaker-test.ts';
import { sshRest, type VapixSsh } from './ssh.ts';
import { streamingCapabilities } from './streaming-capabilities.ts';
import { systemReadyApi } from './system-ready.ts';
import { ntpCgi, timeCgi, timeRest, type VapixTime } from './time.ts';
import { transmitCgi } from './transmit.ts';
import { pwdgrpCgi, usergroupCgi, type VapixUsers } from './users.ts';

interface VapixDeps {
  readonly params: ParamStore;
  readonly events: Pick<EventBus, 'on' | 'states'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly users: VapixUsers;
  readonly clips: MediaClips;
  readonly player: MediaPlayer;
  readonly transmitters: Pick<Transmitters, 'open'>;
  readonly listeners: Pick<Listeners, 'open' | 'hasAac'>;
  readonly storage: VapixDisks;
  readonly multicast: VapixMulticast;
  readonly mqtt: VapixMqtt;
  readonly network: VapixNetwork;
  readonly dot1x: VapixDot1x;
  readonly firewall: VapixFirewall;
  readonly time: VapixTime;
  readonly device: Pick<DeviceInfo, 'bootId' | 'uptimeS' | 'hostName' | 'now' | 'posixTimeZone' | 'version' | 'board'>;
  /** Restarts the device, soon after it was called. */
  readonly restart: () => void;
  readonly identify: VapixIdentify;
  readonly prepareReset: (kind: 'soft' | 'hard') => Promise<void>;
  readonly upgrades: Upgrades;
  readonly speakerTest: VapixSpeakerTest;
  readonly discovery: Pick<Discovery, 'finder' | 'knownAs' | 'upnp'>;
  readonly diagnostics: VapixDiagnostics;
  readonly remoteSyslog: VapixSyslog;
  readonly ssh: VapixSsh;
  /** What is served at a port: `http`. */
  readonly serviceAt: (port: number) => string | undefined;
}

/** What `apidiscovery.cgi` lists: the APIs below, and no other. */
const APIS: readonly ApiEntry[] = [
  { id: 'api-discovery', version: '1.0', name: 'API Discovery Service' },
  { id: 'audio-device-control', version: '1.0', name: 'Audio Device Control' },
  { id: 'audio-streaming-capabilities', version: '1.0', name: 'Audio Streaming Capabilities' },
  { id: 'basic-device-info', version: '1.3', name: 'Basic Device Information' },
  { id: 'event-mqtt-bridge', version: '1.3', name: 'Event MQTT bridge' },
  { id: 'event-streaming-over-websocket', version: '1.0', name: 'Event streaming over WebSocket' },
  { id: 'findmydevice', version: '1.0', name: 'Find My Device' },
  { id: 'fwmgr', version: '1.5', name: 'Firmware Management' },
  { id: 'disk-management', version: '1.0', name: 'Edge storage Disk management' },
  { id: 'mdnssd', version: '1.1', name: 'mDNS-SD' },
  { id: 'mediaclip', version: '1.1', name: 'Media Clip' },
  { id: 'mqtt-client', version: '1.6', name: 'MQTT client API' },
  { id: 'network-settings', version: '1.26', name: 'Network Settings' },
  { id: 'ntp', version: '1.4', name: 'NTP' },
  { id: 'param-cgi', version: '1.0', name: 'Legacy Parameter Handling' },
  { id: 'remote-syslog', version: '1.3', name: 'Remote Syslog' },
  { id: 'systemready', version: '1.4', name: 'Systemready' },
  { id: 'time-service', version: '1.1', name: 'Time Service' },
  { id: 'user-management', version: '1.2', name: 'User Management' },
];

/** The VAPIX dialect: every CGI that the speaker has. */
export function vapixRoutes(deps: VapixDeps): Route[] {
  return [
    paramCgi(deps),
    mediaClipCgi(deps),
    ...playClipCgis(deps),
    transmitCgi({ ...deps, timeoutMs: () => deps.params.get(receiverTimeoutMs) }),
    receiveCgi({ ...deps, defaults: () => receiveDefaults(deps.params) }),
    jsonCgi(streamingCapabilities(async codec => codec !== 'aac' || (await deps.listeners.hasAac()))),
    pwdgrpCgi(deps),
    usergroupCgi(),
    restartCgi(deps),
    ...factoryDefaultCgis(deps),
    firmwareManagementCgi(deps),
    firmwareUpgradeCgi(deps),
    ...diskCgis(deps),
    ...diagnosticCgis(deps),
    jsonCgi(remoteSyslogCgi(deps.remoteSyslog)),
    ...discoveryRoutes(deps),
    jsonCgi(findMyDevice(deps.identify)),
    jsonCgi(audioDeviceControl(deps.params)),
    ...audioMulticastRest(deps.multicast),
    jsonCgi(mqttClient(deps.mqtt)),
    jsonCgi(mqttEvent(deps.mqtt)),
    jsonCgi(networkSettings(deps)),
    ...firewallRest(deps.firewall),
    jsonCgi(timeCgi(deps)),
    jsonCgi(ntpCgi(deps.time)),
    ...timeRest(deps),
    ...sshRest(deps.ssh),
    jsonCgi(basicDeviceInfo(deps.params)),
    jsonCgi(apiDiscovery(APIS)),
    jsonCgi(systemReadyApi(deps)),
    speakerTestService(deps.speakerTest),
  ];
}

const receiveDefaults = (params: ParamStore) => ({
  codec: params.get(audioEncoding),
  sampleRate: params.get(audioSampleRate),
  bitrate: params.get(audioBitrate),
  httpType: params.get(httpMessageType),
});
