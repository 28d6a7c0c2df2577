import type { CaptureSwitches, ClassPolicies } from './contract.ts';
import type { DeviceRings } from './control.ts';
import type { Waiter } from './drivers/driver.ts';
import type { RecorderMemory } from './recording/recorder-memory.ts';
import type { SoundShape } from './sound-shape.ts';
import type { RingMemory } from './source-ring.ts';
import type { VoiceEnd, VoiceStart } from './voice.ts';

/** What the mixer worker is started with. */
export interface WorkerStart {
  readonly scoreboard: Float64Array<SharedArrayBuffer>;
}

/** An open stream to feed. */
export interface WorkerStream {
  readonly rings: DeviceRings;
  /** Where the microphone is, if its card has a clock of its own. */
  readonly microphone?: DeviceRings | undefined;
  readonly waiter: Waiter;
  /** Frames to keep mixed ahead. */
  readonly ringFrames: number;
  readonly callbackFrames: number;
  /** Frames from the callback to the DAC. */
  readonly latencyFrames: number;
}

export type WorkerCommand =
  | { readonly do: 'stream'; readonly stream: WorkerStream | undefined }
  | { readonly do: 'play'; readonly voice: VoiceStart }
  | { readonly do: 'stop'; readonly voice: number }
  | { readonly do: 'classes'; readonly policies: ClassPolicies }
  | { readonly do: 'shape'; readonly shape: SoundShape }
  /** Where to put what the microphone hears; nobody listens where there is no ring. */
  | { readonly do: 'tap'; readonly ring: RingMemory | undefined }
  /** What is played and what is heard goes there, both untouched; nowhere where there is no memory. */
  | { readonly do: 'record'; readonly memory: RecorderMemory | undefined; readonly frames: number }
  | { readonly do: 'capture'; readonly switches: CaptureSwitches }
  | { readonly do: 'output'; readonly gain: number }
  | { readonly do: 'input'; readonly gain: number };

export type WorkerReport =
  | { readonly tell: 'round'; readonly voice: number; readonly round: number }
  | { readonly tell: 'ended'; readonly voice: number; readonly why: VoiceEnd | 'failed'; readonly error?: string };

/** The words of the scoreboard: what the worker shows without sending messages. */
export const SCORE = {
  REALTIME: 0,
  OUTPUT_PEAK: 1,
  OUTPUT_RMS: 2,
  INPUT_PEAK: 3,
  INPUT_RMS: 4,
  LIMITER_DB: 5,
  SOURCE_UNDERRUNS: 6,
  VOICES: 7,
  AUTOMATIC_DB: 8,
  /** By how much the clock of a microphone's own card is faster, ppm; NaN where it has none. */
  DRIFT_PPM: 9,
  /** Of each voice: id, frames mixed, what the classes leave it, its gain in dB, its loudness in LUFS or -Infinity. */
  FIRST_VOICE: 10,
} as const;

export const VOICE_WORDS = 5;
export const SCOREBOARD_WORDS = SCORE.FIRST_VOICE + VOICE_WORDS * 64;
