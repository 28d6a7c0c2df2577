/** The speaker as a client of an MQTT broker, and as a device of Home Assistant. */
export { createMqtt } from './domain.ts';
export { MQTT_EVENTS } from './events.ts';
export type { Mqtt } from './mqtt.ts';
export type { EventDialect } from './publication.ts';
export { portOf } from './broker-plan.ts';
export { type MqttSettings, type MqttSettingsChange, type NoticeSettings, SETTINGS_CHANGE } from './settings.ts';
export { mqttConfigPart } from './config-part.ts';
