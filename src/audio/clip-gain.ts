import type { ClipRecord } from './clip.ts';

/** No clip is raised so far that it gets above this between its samples, dBTP. */
const CEILING_DBTP = -1;

/** How loud all clips shall be. */
export interface LoudnessSettings {
  readonly enabled: boolean;
  /** LUFS */
  readonly target: number;
}

/** What the gain of a clip depends on. */
export type MeasuredClip = Pick<ClipRecord, 'lufs' | 'truePeakDb' | 'ownGain'>;

/**
 * The gain, dB, with which a clip is as loud as all others: what it is short of the target, but no more than its true peak
 * leaves room for. 0 where it is to keep its own, and where it is too short or too quiet to have a loudness.
 */
export function clipGainDb({ lufs, truePeakDb, ownGain = false }: MeasuredClip, settings: LoudnessSettings): number {
  if (!settings.enabled || ownGain || lufs === null) return 0;
  const wanted = settings.target - lufs;
  const room = CEILING_DBTP - (truePeakDb ?? CEILING_DBTP);
  return hundredths(Math.min(wanted, room));
}

const hundredths = (db: number) => Math.round(db * 100) / 100;
