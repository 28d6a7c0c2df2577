import { string } from '../core/schema.ts';
import { defineParam, onOff, type ParamDef, whole } from '../settings/index.ts';

const common = { read: 'viewer', write: 'operator', hint: 'text' } as const;

export const snapcastEnabled = onOff('Stentor.Audio.Snapcast.Enabled', 'Play from a Snapcast server');

export const snapcastHost = defineParam({
  ...common,
  path: 'Stentor.Audio.Snapcast.Server',
  title: 'Snapcast server',
  schema: string({ maxLength: 253, pattern: '^[A-Za-z0-9._:-]*$' }),
  value: '',
});

export const snapcastPort = whole('Stentor.Audio.Snapcast.Port', 'Port of the Snapcast server', {
  value: 1704,
  minimum: 1,
  maximum: 65_535,
});

/** 0: it is not asked for the names of group and stream. */
export const snapcastControlPort = whole('Stentor.Audio.Snapcast.ControlPort', 'Port of its control interface', {
  value: 1705,
  minimum: 0,
  maximum: 65_535,
});

export const snapcastName = defineParam({
  ...common,
  path: 'Stentor.Audio.Snapcast.Name',
  title: 'Name at the Snapcast server',
  schema: string({ maxLength: 60, pattern: '^[^\\u0000-\\u001f]*$' }),
  value: '',
});

export const snapcastLatency = whole('Stentor.Audio.Snapcast.Latency', 'Play earlier by', {
  value: 0,
  minimum: -2000,
  maximum: 2000,
  unit: 'ms',
});

export const SNAPCAST_PARAMS: readonly ParamDef[] = [
  snapcastEnabled,
  snapcastHost,
  snapcastPort,
  snapcastControlPort,
  snapcastName,
  snapcastLatency,
];
