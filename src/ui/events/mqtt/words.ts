import type { MqttFilter, MqttProtocol } from '../../../api/contract.ts';
import type { Option } from '../../parts/select.tsx';

export const USUAL_PORTS: Readonly<Record<MqttProtocol, number>> = { tcp: 1883, ssl: 8883, ws: 80, wss: 443 };

const PROTOCOLS: Readonly<Record<MqttProtocol, string>> = {
  tcp: 'MQTT over TCP',
  ssl: 'MQTT over TLS',
  ws: 'MQTT over WebSocket',
  wss: 'MQTT over secure WebSocket',
};

export const RETAIN: Readonly<Record<MqttFilter['retain'], string>> = {
  none: 'None',
  property: 'Property: states only',
  all: 'All',
};

const optionsOf = (words: Readonly<Record<string, string>>): readonly Option[] =>
  Object.entries(words).map(([value, label]) => ({ value, label }));

export const PROTOCOL_OPTIONS = optionsOf(PROTOCOLS);
export const RETAIN_OPTIONS = optionsOf(RETAIN);
export const KIND_OPTIONS = optionsOf({ stateless: 'Stateless', stateful: 'Stateful' });
export const QOS_OPTIONS = optionsOf({ 0: '0: at most once', 1: '1: at least once', 2: '2: exactly once' });
