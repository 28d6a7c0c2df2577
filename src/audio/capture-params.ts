import { boolean } from '../core/schema.ts';
import type { CaptureSwitches } from '../engine/contract.ts';
import { defineParam, type ParamDef, type ParamStore } from '../settings/index.ts';

/** By how much steady noise is made softer, and the most that soft voices are raised, dB: what speech bears well. */
const NOISE_DB = 15;
const GAIN_DB = 15;

const onOff = (name: string, title: string) =>
  defineParam({
    path: `Stentor.Audio.${name}`,
    title,
    schema: boolean(),
    value: false,
    read: 'viewer',
    write: 'operator',
    hint: 'switch',
  });

const echoCancellation = onOff('EchoCancellation', 'Echo cancellation');
const noiseSuppression = onOff('NoiseSuppression', 'Noise suppression');
const automaticGain = onOff('AutomaticGainControl', 'Automatic gain control');

export const CAPTURE_PARAMS: readonly ParamDef[] = [echoCancellation, noiseSuppression, automaticGain];

/** What is done to the microphone as it is set now. */
export const captureSwitches = (params: Pick<ParamStore, 'get'>): CaptureSwitches => ({
  echo: params.get(echoCancellation),
  noiseDb: params.get(noiseSuppression) ? NOISE_DB : 0,
  gainDb: params.get(automaticGain) ? GAIN_DB : 0,
});
