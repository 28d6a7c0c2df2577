import { BLOCK_FRAMES } from '../../dsp/format.ts';
import type { CaptureSwitches } from '../contract.ts';
import type { CaptureNative, NativeCapture } from './native.ts';

/** How long an echo may come after the sound, ms: a large room, and what the reference is late. */
const TAIL_MS = 200;

export interface CaptureOptions {
  /** Hz at which the work is done: at 16 kHz a third of the processor's time, and nothing above 8 kHz is left. */
  readonly workRate?: 16_000 | 48_000;
}

/**
 * The microphone without the speaker's echo, with less noise, at an even level. For the mixer's thread: allocates nothing
 * once it is made.
 */
export class Capture {
  readonly #native: CaptureNative;
  readonly #capture: NativeCapture;
  readonly #reference = new Float32Array(BLOCK_FRAMES);
  /** A block that fills, and the one before it on its way out. */
  #coming = new Float32Array(BLOCK_FRAMES);
  #going = new Float32Array(BLOCK_FRAMES);
  #filled = 0;
  #works = false;

  constructor(native: CaptureNative, { workRate = 16_000 }: CaptureOptions = {}) {
    this.#native = native;
    this.#capture = native.open({ workRate, tailMs: TAIL_MS });
    this.#touch();
  }

  /** Returns whether all that is wished can be had: some builds of speexdsp have no gain. */
  set({ echo, noiseDb, gainDb }: Omit<CaptureSwitches, 'canceller'>): boolean {
    const works = echo || noiseDb > 0 || gainDb > 0;
    if (works && !this.#works) this.#clear();
    this.#works = works;
    return this.#native.set(this.#capture, { echo: echo ? 1 : 0, noiseDb, gainDb });
  }

  /**
   * Works in place on 48 kHz samples of -1..1; what comes out is 20 ms late, and 4 ms more where the work is done at 16 kHz. With all switches off
   * nothing is touched.
   * @param reference what the speaker plays meanwhile, or up to 150 ms before
   */
  process(microphone: Float32Array, reference: Float32Array, frames: number): void {
    if (!this.#works) return;
    for (let i = 0; i < frames; i++) {
      this.#coming[this.#filled] = microphone[i]!;
      this.#reference[this.#filled] = reference[i]!;
      microphone[i] = this.#going[this.#filled]!;
      if (++this.#filled === BLOCK_FRAMES) this.#turn();
    }
  }

  close(): void {
    this.#works = false;
    this.#native.close(this.#capture);
  }

  /** What is used for the first time takes longest; that is over before anybody waits for it. */
  #touch(): void {
    this.#native.set(this.#capture, { echo: 1, noiseDb: 0, gainDb: 0 });
    this.#native.process(this.#capture, this.#coming, this.#reference);
    this.#native.set(this.#capture, { echo: 0, noiseDb: 0, gainDb: 0 });
  }

  #turn(): void {
    this.#native.process(this.#capture, this.#coming, this.#reference);
    const free = this.#going;
    this.#going = this.#coming;
    this.#coming = free;
    this.#filled = 0;
  }

  #clear(): void {
    this.#going.fill(0);
    this.#filled = 0;
  }
}
