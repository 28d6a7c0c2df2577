import {
  AUDIO_PARAMS,
  audioRestarted,
  clipPlaying,
  currentlyPlaying,
  LOUDNESS_PARAMS,
  MULTICAST_PARAMS,
  SHAPING_PARAMS,
  SNAPCAST_PARAMS,
  STREAM_PARAMS,
  musicStream,
  snapcastClient,
  soundCard,
  sourceState,
  triggerLevel,
} from './audio/index.ts';
import { DISCOVERY_PARAMS } from './discovery/index.ts';
import { DOT1X_EVENTS, DOT1X_PARAMS } from './dot1x/index.ts';
import type { EventDef } from './events/index.ts';
import { FIREWALL_EVENTS } from './firewall/index.ts';
import { FTP_PARAMS } from './ftp/index.ts';
import { addressBlocked, HTTP_PARAMS, logInFailed } from './http/index.ts';
import { MQTT_EVENTS } from './mqtt/index.ts';
import { notificationLost } from './notify/index.ts';
import { RECORDING_EVENTS, RECORDING_PARAMS } from './recordings/index.ts';
import type { ParamDef } from './settings/index.ts';
import { actionFailed, virtualInput } from './rules/index.ts';
import { CALL_EVENTS, SIP_PARAMS } from './sip/index.ts';
import { SPEAKER_TEST_EVENTS, SPEAKER_TEST_PARAMS } from './speakertest/index.ts';
import { SCHEDULE_EVENTS } from './schedules/index.ts';
import { SPEECH_PARAMS } from './speech/index.ts';
import { SSH_PARAMS } from './ssh/index.ts';
import { STORAGE_PARAMS, storageDisruption, storageFull, storageRemoved } from './storage/index.ts';
import {
  NETWORK_EVENTS,
  PANEL_EVENTS,
  SYSTEM_PARAMS,
  systemReady,
  TEMPERATURE_EVENTS,
  TEMPERATURE_PARAMS,
  undervoltage,
} from './system/index.ts';
import { UPGRADE_PARAMS, upgradeState } from './upgrade/index.ts';
import { VAPIX_PARAMS } from './vapix/index.ts';

/** All that can happen and all that can be set, whichever domain declares it. */
export const EVENTS: readonly EventDef[] = [
  systemReady,
  ...PANEL_EVENTS,
  ...NETWORK_EVENTS,
  ...TEMPERATURE_EVENTS,
  undervoltage,
  logInFailed,
  addressBlocked,
  ...FIREWALL_EVENTS,
  ...DOT1X_EVENTS,
  clipPlaying,
  currentlyPlaying,
  musicStream,
  snapcastClient,
  soundCard,
  audioRestarted,
  triggerLevel,
  ...SPEAKER_TEST_EVENTS,
  ...CALL_EVENTS,
  sourceState,
  upgradeState,
  storageDisruption,
  storageFull,
  storageRemoved,
  ...RECORDING_EVENTS,
  notificationLost,
  virtualInput,
  actionFailed,
  ...SCHEDULE_EVENTS,
  ...MQTT_EVENTS,
];
export const PARAMS: readonly ParamDef[] = [
  ...SYSTEM_PARAMS,
  ...TEMPERATURE_PARAMS,
  ...HTTP_PARAMS,
  ...DOT1X_PARAMS,
  ...AUDIO_PARAMS,
  ...LOUDNESS_PARAMS,
  ...SHAPING_PARAMS,
  ...STREAM_PARAMS,
  ...SNAPCAST_PARAMS,
  ...MULTICAST_PARAMS,
  ...SPEAKER_TEST_PARAMS,
  ...SPEECH_PARAMS,
  ...STORAGE_PARAMS,
  ...RECORDING_PARAMS,
  ...UPGRADE_PARAMS,
  ...SIP_PARAMS,
  ...DISCOVERY_PARAMS,
  ...SSH_PARAMS,
  ...FTP_PARAMS,
  ...VAPIX_PARAMS,
];
