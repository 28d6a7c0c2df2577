import { framesOf } from '../dsp/format.ts';
import { RingReader, type RingMemory } from './source-ring.ts';

/** Long enough not to click, too short to be heard as a fade. */
const FADE = framesOf(5);

/** How a voice came to its end. */
export type VoiceEnd = 'done' | 'stopped';

export interface VoiceStart {
  readonly id: number;
  readonly ring: RingMemory;
  /** Amplitude factor. */
  readonly gain: number;
  /** Frames of one repetition. */
  readonly roundFrames: number;
  /** Frames already played in an earlier life; the voice then fades in. */
  readonly from: number;
  /** The voice whose place it takes: that one fades out while this one fades in. */
  readonly replaces?: number | undefined;
}

/** One source in the mixer: reads its ring, follows its gain, fades when it must stop in the middle. */
export class Voice {
  readonly id: number;
  readonly roundFrames: number;
  /** Frames mixed, those of earlier lives included. */
  at: number;
  /** Blocks in which the source could not deliver. */
  starved = 0;
  ended: VoiceEnd | undefined;
  readonly #ring: RingReader;
  readonly #gain: number;
  #fade: number;
  #fadeStep: number;
  #last = 0;

  /** @param fade share of its gain that it begins with; it reaches the whole in 5 ms times what is missing */
  constructor({ id, ring, gain, roundFrames, from }: VoiceStart, fade = from > 0 ? 0 : 1) {
    this.id = id;
    this.roundFrames = roundFrames;
    this.at = from;
    this.#ring = new RingReader(ring);
    this.#gain = gain;
    this.#fade = fade;
    this.#fadeStep = fade < 1 ? 1 / FADE : 0;
  }

  /** Fades out over 5 ms and ends. */
  stop(): void {
    this.#fadeStep = -1 / FADE;
  }

  /** The share of its gain that a voice on its way out still has; 0 while it is not. */
  get leaving(): number {
    return this.#fadeStep < 0 ? this.#fade : 0;
  }

  /** Adds the next `frames` samples to `mix`; `scratch` is free to use. Allocates nothing. */
  addTo(mix: Float32Array, scratch: Float32Array, frames: number): void {
    const count = this.#ring.read(scratch, frames);
    for (let i = 0; i < count; i++) {
      this.#last = scratch[i]! * this.#gain * this.#fade;
      mix[i]! += this.#last;
      if (this.#fadeStep !== 0) this.#stepFade();
    }
    this.at += count;
    if (this.#fade === 0 && this.#fadeStep < 0) this.ended = 'stopped';
    else if (this.#ring.finished) this.ended = 'done';
    else if (count < frames) this.#starve(mix, count, frames);
  }

  #stepFade(): void {
    this.#fade = Math.min(1, Math.max(0, this.#fade + this.#fadeStep));
    if (this.#fade === 1 && this.#fadeStep > 0) this.#fadeStep = 0;
  }

  /** The source is late: let the last sample die away instead of breaking off, and fade in when it comes back. */
  #starve(mix: Float32Array, count: number, frames: number): void {
    if (this.#fadeStep < 0) {
      this.ended = 'stopped';
      return;
    }
    this.starved++;
    for (let i = count; i < frames; i++) {
      this.#last *= 0.98;
      mix[i]! += this.#last;
    }
    this.#fade = 0;
    this.#fadeStep = 1 / FADE;
  }
}
