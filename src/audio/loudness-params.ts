import { boolean, number } from '../core/schema.ts';
import { defineParam, type ParamDef, type ParamStore } from '../settings/index.ts';
import type { LoudnessSettings } from './clip-gain.ts';

const common = { read: 'viewer', write: 'operator' } as const;

const loudnessEnabled = defineParam({
  ...common,
  path: 'Stentor.Audio.Loudness.Enabled',
  title: 'Same loudness for all audio clips',
  schema: boolean(),
  value: true,
  hint: 'switch',
});

const loudnessTarget = defineParam({
  ...common,
  path: 'Stentor.Audio.Loudness.Target',
  title: 'Loudness',
  schema: number({ minimum: -40, maximum: -6 }),
  value: -18,
  hint: 'slider',
  unit: 'LUFS',
});

export const LOUDNESS_PARAMS: readonly ParamDef[] = [loudnessEnabled, loudnessTarget];

/** How loud all clips shall be, as it is set now. */
export const loudnessSettings = (params: Pick<ParamStore, 'get'>): LoudnessSettings => ({
  enabled: params.get(loudnessEnabled),
  target: params.get(loudnessTarget),
});
