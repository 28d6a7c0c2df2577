import { choice } from '../core/schema.ts';
import type { CaptureSwitches } from '../engine/contract.ts';
import { defineParam, onOff, type ParamDef, type ParamStore } from '../settings/index.ts';

/** By how much steady noise is made softer, and the most that soft voices are raised, dB: what speech bears well. */
const NOISE_DB = 15;
const GAIN_DB = 15;

const echoCancellation = onOff('Stentor.Audio.EchoCancellation', 'Echo cancellation');
const noiseSuppression = onOff('Stentor.Audio.NoiseSuppression', 'Noise suppression');
const automaticGain = onOff('Stentor.Audio.AutomaticGainControl', 'Automatic gain control');

const canceller = defineParam({
  path: 'Stentor.Audio.EchoCanceller',
  title: 'Echo canceller',
  schema: choice(['speexdsp', 'aec3']),
  value: 'speexdsp',
  read: 'viewer',
  write: 'operator',
  hint: 'choice',
});

export const CAPTURE_PARAMS: readonly ParamDef[] = [canceller, echoCancellation, noiseSuppression, automaticGain];

/** What is done to the microphone as it is set now. */
export const captureSwitches = (params: Pick<ParamStore, 'get'>): CaptureSwitches => ({
  echo: params.get(echoCancellation),
  canceller: params.get(canceller),
  noiseDb: params.get(noiseSuppression) ? NOISE_DB : 0,
  gainDb: params.get(automaticGain) ? GAIN_DB : 0,
});
