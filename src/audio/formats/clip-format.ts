import type { Clock } from '../../core/clock.ts';
import { Fault, invalid } from '../../core/fault.ts';
import type { ByteFile } from './byte-file.ts';

/** Some decoded sound. */
export interface Piece {
  /** Mono, -1..1. */
  readonly samples: Float32Array;
  /** Hz. */
  readonly rate: number;
  /** How much of the file was read, 0..1. */
  readonly done: number;
}

/** A file whose format is known. */
export interface RecognisedClip {
  /** For people: "MP3". */
  readonly format: string;
  /** What the file's name should end with, without the dot. */
  readonly extension: string;
  /**
   * Decodes the file, a little at a time.
   * @throws Fault `invalid` where it is damaged or ends early, `unsupported` where it cannot be decoded here
   */
  decode(): AsyncGenerator<Piece>;
}

/** What a format needs to look at a file. */
export interface Probe {
  readonly file: ByteFile;
  /** Where the content begins, behind tags that any format may have before it. */
  readonly start: number;
  /** The first bytes from there. */
  readonly head: Uint8Array;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** The program that decodes AAC. */
  readonly ffmpeg: string;
}

/** Looks whether the file is of one format; undefined where it is not. @throws Fault where it is, and cannot be taken */
export type Recogniser = (probe: Probe) => Promise<RecognisedClip | undefined>;

/** The formats an audio clip may have, for people. */
export const CLIP_FORMATS: readonly string[] = ['MP3', 'WAV', 'AU', 'Ogg Vorbis', 'Opus', 'FLAC', 'AAC', 'M4A'];

/** @param what ends the sentence "This is …": "a JPEG picture" */
export const unsupported = (what: string) =>
  new Fault('unsupported', `this is ${what}; an audio clip may be ${CLIP_FORMATS.join(', ')}`, { field: 'file' });

/** Sound that we cannot read in a container that we can. @param what "a WAV file of GSM 6.10" */
export const unsupportedInside = (what: string) =>
  new Fault('unsupported', `this is ${what}; WAV and AU may hold PCM, floating-point, A-law and mu-law samples`, {
    field: 'file',
  });

const MIN_RATE = 4000;
const MAX_RATE = 384_000;

/** @throws Fault `invalid` where no sound has so many samples a second */
export function checkRate(rate: number): void {
  if (Number.isInteger(rate) && rate >= MIN_RATE && rate <= MAX_RATE) return;
  throw invalid(`the file has ${rate} samples a second; ${MIN_RATE} to ${MAX_RATE} can be played`, 'file');
}

/** The file stops in the middle. @param expected s, where the file says how long it should be */
export const endsEarly = (seconds: number, expected: number | string) =>
  invalid(
    `the file ends after ${secondsText(seconds)} ${typeof expected === 'number' ? `of ${secondsText(expected)}` : expected}; upload it again`,
    'file',
  );

export const damaged = (where: string) => invalid(`the file is damaged ${where}; upload it again`, 'file');

export const secondsText = (seconds: number) => `${seconds.toFixed(seconds < 1 ? 2 : 1)} s`;
