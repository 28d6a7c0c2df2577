import { EQUALIZER_BANDS, equalizerFilters } from '../dsp/equalizer-curve.ts';
import { type QuietHours, quietGainDb } from '../dsp/quiet-hours.ts';
import type { SoundShape } from '../engine/contract.ts';
import type { ParamStore } from '../settings/index.ts';
import { loudnessSettings } from './loudness-params.ts';
import { outputGain } from './params.ts';
import {
  automaticVolume,
  inputEqualizer,
  leveller,
  outputDelay,
  outputEqualizer,
  quietHours,
} from './shaping-params.ts';

type Params = Pick<ParamStore, 'get'>;

/** All that is set about how sound is shaped, at a time of day ("23:59"), as the audio process takes it. */
export const soundShape = (params: Params, time: string): SoundShape => ({
  outputFilters: equalizerFilters(gainsOf(params, outputEqualizer)),
  inputFilters: equalizerFilters(gainsOf(params, inputEqualizer)),
  delayMs: params.get(outputDelay),
  capDb: quietCapDb(params, time),
  automaticVolume: {
    enabled: params.get(automaticVolume.enabled),
    quietLufs: params.get(automaticVolume.quietLufs),
    slope: params.get(automaticVolume.slope),
    maxGain: params.get(automaticVolume.maxGain),
  },
  leveller: {
    enabled: params.get(leveller.enabled),
    target: loudnessSettings(params).target,
    maxGain: params.get(leveller.maxGain),
    slew: params.get(leveller.slew),
  },
});

const gainsOf = (params: Params, { enabled, bands }: typeof outputEqualizer) =>
  params.get(enabled) ? bands.map(band => params.get(band)) : EQUALIZER_BANDS.map(() => 0);

/** What the quiet hours leave on top of the output gain, dB; null outside of them. */
export function quietCapDb(params: Params, time: string): number | null {
  const hours: QuietHours = {
    enabled: params.get(quietHours.enabled),
    from: params.get(quietHours.from),
    until: params.get(quietHours.until),
    maxGainDb: params.get(quietHours.maxGainDb),
  };
  const most = quietGainDb(Infinity, time, hours);
  return most === Infinity ? null : most - params.get(outputGain);
}
