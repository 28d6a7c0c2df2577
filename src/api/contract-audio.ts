/** Sound: clips, speech, live sources. Part of contract.ts. */
import type { EngineStatus, SourceClass } from '../engine/contract.ts';

/**
 * GET /api/clips (viewer). POST /api/clips?name=N (operator, multipart with one file) answers the new Clip with 201;
 * PATCH /api/clips/:id ClipChange; DELETE /api/clips/:id; GET /api/clips/:id/file is the original;
 * POST /api/clips/:id/play PlayClip; POST /api/clips/stop.
 */
export interface Clip {
  /** The number in VAPIX's `MediaClip.M<id>`. */
  readonly id: string;
  readonly name: string;
  /** The file name that `location=` takes; unique. */
  readonly location: string;
  readonly format: string;
  /** Of the original file. */
  readonly bytes: number;
  readonly durationMs: number;
  /** Integrated loudness, LUFS (BS.1770-4); null where the clip is too short or silent. */
  readonly lufs: number | null;
  /** dBTP; null for silence. */
  readonly truePeakDb: number | null;
  /** dB it is played with, so that all clips are equally loud. */
  readonly gainDb: number;
  /** It plays with its own gain instead. */
  readonly ownGain: boolean;
  /** Peak amplitude 0..1 of 200 equal parts. */
  readonly waveform: readonly number[];
  readonly addedAt: string;
}

export interface ClipChange {
  readonly name?: string;
  readonly ownGain?: boolean;
}

export interface PlayClip {
  /** -1 for ever, 0 once, n more times. */
  readonly repeat?: number;
  /** Percent, 0..1000. */
  readonly volume?: number;
}

/** What GET /api/clips adds. */
export interface Clips {
  readonly clips: readonly Clip[];
  /** Formats that an upload may have, for people: "MP3", "WAV" … */
  readonly formats: readonly string[];
  readonly maxUploadBytes: number;
  readonly quotaBytes: number;
  readonly usedBytes: number;
}

/** GET /api/equalizer?gains=0,0,3,… (viewer): the curve of an equalizer with these gains, one for each band, dB. */
export interface EqualizerCurve {
  /** Hz, evenly spread over octaves, half an octave beyond the outer bands. */
  readonly frequencies: readonly number[];
  readonly gainsDb: readonly number[];
}

/**
 * GET /api/speech (viewer). POST /api/speech Say (operator) answers Said as soon as it sounds; POST /api/speech/preview
 * `{text, voice}` (viewer) answers SpeechPreview; POST /api/speech/stop (operator).
 */
export interface SpeechInfo {
  /** The program that speaks. */
  readonly program?: string;
  readonly voices: readonly {
    readonly id: string;
    readonly name: string;
    /** BCP 47 */
    readonly language: string;
  }[];
  /** The voice that speaks unless another is asked for. */
  readonly voice: string;
  /** Why there is no speech. */
  readonly problem?: string;
}

export interface Say {
  /** May hold `{{date}}`, `{{time}}`, `{{name}}` and `{{address}}`. */
  readonly text: string;
  readonly voice?: string;
  /** Words per minute, 80..400. */
  readonly rate?: number;
  /** 0..99 */
  readonly pitch?: number;
  /** Percent, 0..1000. */
  readonly volume?: number;
  /** Keep it as an audio clip of this name, too. */
  readonly keepAs?: string;
}

export interface Said {
  /** The clip that it was kept as. */
  readonly clip?: string;
}

export interface SpeechPreview {
  readonly text: string;
}

/** The audio process as the supervisor sees it; GET /api/audio (viewer) tells it, too. */
export interface AudioHealth {
  /** `starting`: no report yet; `running`; `restarting`: it died or hung and a new one starts. */
  readonly state: 'starting' | 'running' | 'restarting';
  /** Times it was restarted since the supervisor started. */
  readonly restarts: number;
  readonly engine?: EngineStatus;
  readonly playing: readonly (Source & {
    readonly clip: string;
    readonly atMs: number;
    readonly durationMs: number;
  })[];
  /** Live sound that others send. */
  readonly live: readonly Source[];
  /** What is sent to other speakers: the voice stops it, `to` is address and port. */
  readonly sent: readonly { readonly voice: number; readonly name: string; readonly to: string }[];
}

/** Something that sounds, or waits until it may. */
export interface Source {
  readonly voice: number;
  readonly name: string;
  readonly sourceClass: SourceClass;
  /** Amplitude factor that the classes leave it: 0 while it waits or is muted. */
  readonly heard: number;
  /** Applied to its sound besides, dB; undefined before that is known. */
  readonly gainDb?: number;
  /** How loud it comes, LUFS: a whole clip, or the last seconds of a live source. */
  readonly lufs?: number;
}

/** POST /api/audio/stop (operator): ends one of the sources of AudioHealth; an ended one stays ended. */
export interface StopVoice {
  readonly voice: number;
}

/**
 * WebSocket /api/talk?codec=opus|L16&mode=live|record&to=speaker|group (operator): the page sends packets, then the text
 * `end`. `talk`: the speaker listens; `heard`: the last word was played, or sent to the group.
 */
export type TalkTold = { readonly type: 'talk' | 'heard' } | { readonly type: 'refused'; readonly message: string };
