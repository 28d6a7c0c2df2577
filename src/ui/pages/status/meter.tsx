import { useRef } from 'preact/hooks';
import { decibels } from '../../text/decibels.ts';
import { t } from '../../language/translate.ts';

const FLOOR_DB = -60;
/** Marks of the scale, dBFS. */
const MARKS = [-60, -40, -20, -12, -6, 0];
/** How long the highest peak stays marked. */
const HOLD_MS = 1500;

const WIDTH = 600;
const x = (db: number) => (Math.max(0, Math.min(1, 1 - db / FLOOR_DB)) * WIDTH).toFixed(1);

interface MeterProps {
  /** What stands beside it. */
  readonly short: string;
  readonly label: string;
  readonly peakDb: number;
  readonly rmsDb: number;
}

/** A level meter: RMS as a bar, the peak as a paler bar, the highest peak of late as a line; the same in words. */
export function Meter({ label, short, peakDb, rmsDb }: MeterProps) {
  const heldDb = useHeld(peakDb);
  const words = t('peak {peak}, RMS {rms}', { peak: decibels(peakDb, 'dBFS'), rms: decibels(rmsDb, 'dBFS') });
  return (
    <div class="meter">
      <span class="meter-label">{short}</span>
      <svg
        viewBox={`0 0 ${WIDTH} 14`}
        preserveAspectRatio="none"
        role="meter"
        aria-label={label}
        aria-valuemin={FLOOR_DB}
        aria-valuemax={0}
        aria-valuenow={Math.round(Math.max(FLOOR_DB, Math.min(0, peakDb)))}
        aria-valuetext={words}
      >
        <rect class="meter-track" width={WIDTH} height="14" />
        <rect class="meter-peak" width={x(peakDb)} height="14" />
        <rect class={rmsDb > -6 ? 'meter-rms loud' : 'meter-rms'} width={x(rmsDb)} height="14" />
        {heldDb > FLOOR_DB && (
          <rect class={heldDb > -1 ? 'meter-held loud' : 'meter-held'} x={x(heldDb)} width="3" height="14" />
        )}
      </svg>
      <span class="meter-words">
        {decibels(peakDb, 'dBFS')} <small>RMS {decibels(rmsDb, 'dBFS')}</small>
      </span>
    </div>
  );
}

/** The scale under the meters. */
export const MeterScale = () => (
  <div class="meter-scale" aria-hidden="true">
    {MARKS.map(db => (
      <span key={db}>{String(db).replace('-', '−')}</span>
    ))}
  </div>
);

function useHeld(db: number): number {
  const held = useRef({ db: -120, at: 0 });
  const now = performance.now();
  if (db >= held.current.db || now - held.current.at > HOLD_MS) held.current = { db, at: now };
  return held.current.db;
}
