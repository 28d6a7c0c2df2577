import type { EqualizerCurve } from '../../../api/contract.ts';

const WIDTH = 1000;
const HEIGHT = 200;
/** dB at the upper and lower edge. */
const EDGE_DB = 15;
const LINES = [-12, -6, 0, 6, 12];

/** The curve over ten octaves, each as wide as a slider below. The sliders say the same in words. */
export function CurvePlot({ curve }: { readonly curve: EqualizerCurve | undefined }) {
  const points = curve?.gainsDb.map((gain, i) => `${x(i, curve.gainsDb.length)},${y(gain)}`).join(' ');
  return (
    <svg class="curve" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      {LINES.map(db => (
        <line key={db} class={db === 0 ? 'zero' : ''} x1="0" x2={WIDTH} y1={y(db)} y2={y(db)} />
      ))}
      {points !== undefined && <polyline points={points} />}
    </svg>
  );
}

const x = (index: number, count: number) => ((index / (count - 1)) * WIDTH).toFixed(1);
const y = (db: number) => ((0.5 - db / (2 * EDGE_DB)) * HEIGHT).toFixed(1);
