/** A voice that a speech program has. */
export interface SpeechVoice {
  /** What the program calls it. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  /** BCP 47: `en-GB`. */
  readonly language: string;
}

/** One text to speak into a file. */
export interface SpeechOrder {
  /** Path of the text, UTF-8. */
  readonly textFile: string;
  /** Path of the WAV file to write. */
  readonly soundFile: string;
  /** One of the program's voices. */
  readonly voice: string;
  /** Words per minute. */
  readonly rate: number;
  /** 0..99, 50 is the voice's own. */
  readonly pitch: number;
}

/** A program that turns text into sound. */
export interface Synthesizer {
  readonly name: string;
  /** @throws Fault `unavailable` where the program is not installed */
  voices(): Promise<readonly SpeechVoice[]>;
  /** @throws Fault `unavailable`, `failed`, `too-large` where it would speak without end */
  speak(order: SpeechOrder): Promise<void>;
}
