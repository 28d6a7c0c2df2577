import type { Off } from '../core/clock.ts';

/** What was played beside what was heard: int16 at 48 kHz. */
interface Recorded {
  readonly played: Int16Array;
  readonly heard: Int16Array;
  /** Times that something was lost on the way. */
  readonly lost: number;
}

/** The speaker and its microphone, as the audio domain lends them (audio/sound-check.ts). */
export interface Instrument {
  measure(
    sound: { readonly file: string; readonly frames: number },
    options: { readonly gain: number; readonly tailMs: number },
  ): Promise<Recorded & { readonly end: 'done' | 'stopped' | 'failed' }>;
  stop(): void;
  record(ms: number, done: (recorded: Recorded) => void): Off;
  /** The class of what sounds and must not wait, or undefined. */
  urgent(): string | undefined;
  readonly problem: 'no-card' | 'no-microphone' | undefined;
  readonly hardware: string;
  onChange(listener: () => void): Off;
}
