import type { MqttFilter, MqttProtocol } from '../../../api/contract.ts';
import type { Option } from '../../parts/select.tsx';
import { t } from '../../language/translate.ts';

export const USUAL_PORTS: Readonly<Record<MqttProtocol, number>> = { tcp: 1883, ssl: 8883, ws: 80, wss: 443 };

const PROTOCOLS: Readonly<Record<MqttProtocol, string>> = {
  tcp: t('MQTT over TCP'),
  ssl: t('MQTT over TLS'),
  ws: t('MQTT over WebSocket'),
  wss: t('MQTT over secure WebSocket'),
};

export const RETAIN: Readonly<Record<MqttFilter['retain'], string>> = {
  none: t('None'),
  property: t('Property: states only'),
  all: t('All'),
};

const optionsOf = (words: Readonly<Record<string, string>>): readonly Option[] =>
  Object.entries(words).map(([value, label]) => ({ value, label }));

export const PROTOCOL_OPTIONS = optionsOf(PROTOCOLS);
export const RETAIN_OPTIONS = optionsOf(RETAIN);
export const KIND_OPTIONS = optionsOf({ stateless: t('Stateless'), stateful: t('Stateful') });
export const QOS_OPTIONS = optionsOf({ 0: t('0: at most once'), 1: t('1: at least once'), 2: t('2: exactly once') });
