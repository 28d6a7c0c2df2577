import { CONTROL, type DeviceRings } from './control.ts';

/** Where the mixer gets what the microphone hears. */
export interface MicrophoneRing {
  /** Frames read since the card was opened, modulo 2^32. */
  readonly recorded: number;
  /** By how much its clock is faster than the speaker's, ppm, as far as is known; NaN where they have one clock. */
  readonly driftPpm: number;
  /** Takes up to `frames` samples; returns how many there were. */
  read(target: Float32Array, frames: number): number;
}

/** The samples in the ring that a card records into, as they are. Allocates nothing. */
export class CardMicrophone implements MicrophoneRing {
  readonly driftPpm = Number.NaN;
  readonly #control: Int32Array;
  readonly #input: Int16Array;

  constructor({ control, input }: DeviceRings) {
    this.#control = control;
    this.#input = input;
  }

  get recorded(): number {
    return Atomics.load(this.#control, CONTROL.IN_READ) >>> 0;
  }

  get queued(): number {
    return (Atomics.load(this.#control, CONTROL.IN_WRITE) - Atomics.load(this.#control, CONTROL.IN_READ)) >>> 0;
  }

  read(target: Float32Array, frames: number): number {
    const at = Atomics.load(this.#control, CONTROL.IN_READ);
    const count = Math.min(frames, this.queued);
    const mask = this.#input.length - 1;
    for (let i = 0; i < count; i++) target[i] = this.#input[(at + i) & mask]! / 32_768;
    Atomics.store(this.#control, CONTROL.IN_READ, at + count);
    return count;
  }
}
