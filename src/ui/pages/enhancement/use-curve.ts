import { useEffect, useState } from 'preact/hooks';
import type { EqualizerCurve } from '../../../api/contract.ts';
import { Refusal } from '../../data/refusal.ts';
import { useSpeaker } from '../../data/speaker.ts';

/** The curve of an equalizer with these gains, as the speaker calculates it; the last one until the next is there. */
export function useCurve(gains: readonly number[]): EqualizerCurve | undefined {
  const { client } = useSpeaker();
  const [curve, setCurve] = useState<EqualizerCurve | undefined>();
  const text = gains.join(',');
  useEffect(() => {
    let isLatest = true;
    client
      .read(`/api/equalizer?gains=${text}`)
      .then(answer => isLatest && setCurve(answer as EqualizerCurve))
      .catch((error: unknown) => {
        // Without a curve the sliders work all the same.
        if (!(error instanceof Refusal)) throw error;
      });
    return () => {
      isLatest = false;
    };
  }, [text]);
  return curve;
}
