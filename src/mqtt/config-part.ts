import { parse } from '../core/schema.ts';
import type { ConfigPart } from '../settings/index.ts';
import type { Mqtt } from './mqtt.ts';
import { SETTINGS_CHANGE } from './settings.ts';

/** The MQTT client as a part of the whole configuration. */
export const mqttConfigPart = (mqtt: Mqtt): ConfigPart => ({
  name: 'mqtt',
  title: 'MQTT',
  read: () => mqtt.whole(),
  check: content => mqtt.check(parse(SETTINGS_CHANGE, content, 'mqtt')),
  replace: content => mqtt.change(parse(SETTINGS_CHANGE, content, 'mqtt')),
});
