import { t } from '../../language/translate.ts';

/** A point of a line: Hz and dB. */
export interface PlotPoint {
  readonly hz: number;
  readonly db: number;
}

export interface PlotLine {
  readonly name: string;
  /** Of the styles: `now`, `reference`, `noise`. */
  readonly kind: string;
  readonly points: readonly PlotPoint[];
}

interface PlotProps {
  /** What it shows, with the result in words, for those who do not see it. */
  readonly label: string;
  readonly lines: readonly PlotLine[];
  /** Lower and upper edge of a band around the reference. */
  readonly band?: readonly { readonly hz: number; readonly low: number; readonly high: number }[];
}

const WIDTH = 640;
const HEIGHT = 220;
const LEFT = 44;
const BOTTOM = 24;
const FROM_HZ = 90;
const TO_HZ = 16_000;
const STEP_DB = 10;
const MARKS = [100, 300, 1000, 3000, 10_000];
/** Nothing that is softer by more than this than the loudest is worth the room, dB. */
const DEPTH = 90;

/** Levels over frequency, as lines with a legend. */
export function Plot({ label, lines, band = [] }: PlotProps) {
  const levels = [
    ...lines.flatMap(({ points }) => points.map(({ db }) => db)),
    ...band.flatMap(({ low, high }) => [low, high]),
  ];
  const top = Math.ceil((Math.max(...levels) + 2) / STEP_DB) * STEP_DB;
  const bottom = Math.max(top - DEPTH, Math.floor((Math.min(...levels) - 2) / STEP_DB) * STEP_DB);
  const y = (db: number) => round(((top - Math.max(bottom, Math.min(top, db))) / (top - bottom)) * (HEIGHT - BOTTOM));
  const marks = Array.from({ length: (top - bottom) / STEP_DB + 1 }, (_, i) => bottom + i * STEP_DB);
  return (
    <figure class="plot">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
        {marks.map(db => (
          <g key={db}>
            <line class="grid" x1={LEFT} x2={WIDTH} y1={y(db)} y2={y(db)} />
            {(db - bottom) % 20 === 0 && (
              <text x={LEFT - 6} y={Math.max(12, y(db) - 2)} text-anchor="end">
                {String(db).replace('-', '−')}
              </text>
            )}
          </g>
        ))}
        {MARKS.map(hz => (
          <g key={hz}>
            <line class="grid" x1={x(hz)} x2={x(hz)} y1="0" y2={HEIGHT - BOTTOM} />
            <text x={x(hz)} y={HEIGHT - 6} text-anchor="middle">
              {hz < 1000 ? hz : `${hz / 1000} k`}
            </text>
          </g>
        ))}
        {band.length > 0 && <polygon class="band-area" points={outline(band, y)} />}
        {lines.map(({ name, kind, points }) => (
          <polyline
            key={name}
            class={`line ${kind}`}
            points={points.map(({ hz, db }) => `${x(hz)},${y(db)}`).join(' ')}
          />
        ))}
      </svg>
      <figcaption>
        {lines.map(({ name, kind }) => (
          <span key={name} class={`key ${kind}`}>
            {name}
          </span>
        ))}
        <span class="plot-units">{t('dB over Hz')}</span>
      </figcaption>
    </figure>
  );
}

type Band = NonNullable<PlotProps['band']>;

const outline = (band: Band, y: (db: number) => number) =>
  [...band.map(({ hz, high }) => [hz, high] as const), ...[...band].reverse().map(({ hz, low }) => [hz, low] as const)]
    .map(([hz, db]) => `${x(hz)},${y(db)}`)
    .join(' ');

const x = (hz: number) => round(LEFT + (Math.log(hz / FROM_HZ) / Math.log(TO_HZ / FROM_HZ)) * (WIDTH - LEFT));
const round = (value: number) => Math.round(value * 10) / 10;
