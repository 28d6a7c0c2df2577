import { onOff, type ParamDef, type ParamStore, slider } from '../settings/index.ts';
import type { LoudnessSettings } from './clip-gain.ts';

const loudnessEnabled = onOff('Stentor.Audio.Loudness.Enabled', 'Same loudness for all audio clips', true);

const loudnessTarget = slider('Stentor.Audio.Loudness.Target', 'Loudness', {
  value: -18,
  minimum: -40,
  maximum: -6,
  unit: 'LUFS',
});

export const LOUDNESS_PARAMS: readonly ParamDef[] = [loudnessEnabled, loudnessTarget];

/** How loud all clips shall be, as it is set now. */
export const loudnessSettings = (params: Pick<ParamStore, 'get'>): LoudnessSettings => ({
  enabled: params.get(loudnessEnabled),
  target: params.get(loudnessTarget),
});
