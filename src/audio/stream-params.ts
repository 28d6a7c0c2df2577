import { integer, string } from '../core/schema.ts';
import { defineParam, onOff, type ParamDef } from '../settings/index.ts';

const common = { read: 'viewer', write: 'operator' } as const;

export const streamEnabled = onOff('Stentor.Audio.Stream.Enabled', 'Play the stream');

export const streamUrl = defineParam({
  ...common,
  path: 'Stentor.Audio.Stream.URL',
  title: 'Address of the stream',
  // Nothing but the web: ffmpeg would open files and devices as well.
  schema: string({ maxLength: 1000, pattern: '^(https?://[^\\s\\u0000-\\u001f]+)?$' }),
  value: '',
  hint: 'text',
});

export const streamVolume = defineParam({
  ...common,
  path: 'Stentor.Audio.Stream.Volume',
  title: 'Volume of the stream',
  schema: integer({ minimum: 0, maximum: 100 }),
  value: 100,
  hint: 'slider',
  unit: '%',
});

export const STREAM_PARAMS: readonly ParamDef[] = [streamEnabled, streamUrl, streamVolume];
