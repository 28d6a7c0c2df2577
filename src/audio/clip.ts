import { boolean, integer, list, nullable, number, object, optional, type Schema, string } from '../core/schema.ts';

/** An audio clip as it is kept. */
export interface ClipRecord {
  /** The lowest number that was free: "0", "1" … */
  readonly id: string;
  readonly name: string;
  /** The file name that links call it by; unique, and the same after a renaming. */
  readonly location: string;
  readonly format: string;
  /** Of the original file. */
  readonly bytes: number;
  readonly durationMs: number;
  /** Integrated loudness, LUFS (BS.1770-4); null where the clip is too short or silent. */
  readonly lufs: number | null;
  /** dBTP; null for silence. */
  readonly truePeakDb: number | null;
  /** Plays with the gain it was made with, not with that which makes all clips equally loud. */
  readonly ownGain?: boolean;
  /** Peak amplitude 0..1 of 200 equal parts. */
  readonly waveform: readonly number[];
  /** ISO 8601. */
  readonly addedAt: string;
  /** Of the decoded clip, at 48 kHz. */
  readonly frames: number;
  /** Its files are `<key>.original` and `<key>.pcm`; never used twice. */
  readonly key: string;
}

const CLIP_RECORD: Schema<ClipRecord> = object({
  id: string({ pattern: '^[0-9]+$' }),
  name: string(),
  location: string(),
  format: string(),
  bytes: integer(),
  durationMs: number(),
  lufs: nullable(number()),
  truePeakDb: nullable(number()),
  ownGain: optional(boolean()),
  waveform: list(number()),
  addedAt: string(),
  frames: integer(),
  key: string({ pattern: '^[0-9a-f]+$' }),
});

/** What the file of all clips holds. */
export const CLIP_RECORDS: Schema<ClipRecord[]> = list(CLIP_RECORD);
