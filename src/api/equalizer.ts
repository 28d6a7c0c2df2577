import { invalid } from '../core/fault.ts';
import { EQUALIZER_BANDS, equalizerCurve } from '../dsp/equalizer-curve.ts';
import type { Route } from '../http/index.ts';
import type { EqualizerCurve } from './contract.ts';
import { json } from './json.ts';

/** Points of the curve, evenly spread over octaves, half an octave beyond the outer bands. */
const POINTS = 161;
const FIRST_HZ = 31.5 / Math.SQRT2;
const OCTAVES = 10;
const FREQUENCIES = Array.from({ length: POINTS }, (_, i) => FIRST_HZ * 2 ** ((OCTAVES * i) / (POINTS - 1)));

/** What an equalizer with these gains does, by the arithmetic of the equalizer itself. */
export const equalizerRoute: Route = {
  path: '/api/equalizer',
  methods: ['GET'],
  access: 'viewer',
  handle: ({ query }) => {
    const gains = (query.get('gains') ?? '').split(',').map(text => (text.trim() === '' ? NaN : Number(text)));
    if (gains.length !== EQUALIZER_BANDS.length || !gains.every(Number.isFinite))
      throw invalid(`gains must be ${EQUALIZER_BANDS.length} numbers with commas between, dB`, 'gains');
    const curve: EqualizerCurve = {
      frequencies: FREQUENCIES,
      gainsDb: equalizerCurve(gains, FREQUENCIES).map(gain => Math.round(gain * 100) / 100),
    };
    return json(curve);
  },
};
