import type { AutomaticVolumeSettings } from '../dsp/automatic-volume.ts';
import type { BiquadCoefficients } from '../dsp/biquad.ts';
import type { LevellerSettings } from '../dsp/leveller.ts';

/** What is done to all that leaves the speaker and to all that it hears. */
export interface SoundShape {
  /** Of the equalizers, one for each band. */
  readonly outputFilters: readonly BiquadCoefficients[];
  readonly inputFilters: readonly BiquadCoefficients[];
  readonly delayMs: number;
  /** dB on top of the output gain that only an emergency may exceed; null where there is no such cap now. */
  readonly capDb: number | null;
  readonly automaticVolume: AutomaticVolumeSettings;
  /** Of every live source. */
  readonly leveller: LevellerSettings;
}
