import { useMemo } from 'preact/hooks';

const HEIGHT = 40;
/** Even silence is a line. */
const LEAST = 0.6;

interface WaveformProps {
  /** Peak amplitudes, 0..1. */
  readonly peaks: readonly number[];
  /** How much has been played, 0..1; undefined while it does not play. */
  readonly played: number | undefined;
}

/** The shape of a clip, with what has been played in another colour. */
export function Waveform({ peaks, played }: WaveformProps) {
  const path = useMemo(() => peaks.map(bar).join(''), [peaks]);
  const rest = `${((1 - (played ?? 0)) * 100).toFixed(2)}%`;
  return (
    <svg class="waveform" viewBox={`0 0 ${peaks.length} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <path d={path} />
      {played !== undefined && <path class="played" d={path} style={{ clipPath: `inset(0 ${rest} 0 0)` }} />}
    </svg>
  );
}

/** By the root of the amplitude, so that quiet clips have a shape, too. */
function bar(peak: number, i: number): string {
  const half = Math.max(LEAST, (Math.sqrt(Math.min(1, peak)) * HEIGHT) / 2);
  return `M${i} ${(HEIGHT / 2 - half).toFixed(1)}h.7v${(2 * half).toFixed(1)}h-.7z`;
}
