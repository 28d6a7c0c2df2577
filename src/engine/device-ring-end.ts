import { BLOCK_FRAMES } from '../dsp/format.ts';
import type { CardPosition } from './capture/echo-reference.ts';
import { CONTROL, OUTPUT_CHANNELS } from './control.ts';
import { DriftingMicrophone } from './drifting-microphone.ts';
import { CardMicrophone, type MicrophoneRing } from './microphone-ring.ts';
import type { WorkerStream } from './worker-contract.ts';

/** The mixer's end of the rings to and from the sound card. Allocates nothing after its construction. */
export class DeviceRingEnd {
  readonly #control: Int32Array;
  readonly #output: Int16Array;
  readonly #microphone: MicrophoneRing;
  readonly #ahead: number;
  readonly #latency: number;

  constructor({ rings, microphone, ringFrames, latencyFrames, callbackFrames }: WorkerStream) {
    this.#control = rings.control;
    this.#output = rings.output;
    this.#microphone =
      microphone === undefined ? new CardMicrophone(rings) : new DriftingMicrophone(microphone, rings, callbackFrames);
    this.#ahead = ringFrames;
    this.#latency = latencyFrames;
  }

  /** Frames still missing until enough is mixed ahead; at most one block. */
  get missing(): number {
    return Math.min(BLOCK_FRAMES, Math.max(0, this.#ahead - this.queued));
  }

  /** Frames in the output ring. */
  get queued(): number {
    return (this.#load(CONTROL.OUT_WRITE) - this.#load(CONTROL.OUT_READ)) >>> 0;
  }

  /** Frames ever written, modulo 2^32. */
  get written(): number {
    return this.#load(CONTROL.OUT_WRITE) >>> 0;
  }

  /** Whether the card has taken everything up to the frame that `written` told. */
  passed(frame: number): boolean {
    return ((this.#load(CONTROL.OUT_READ) - frame) | 0) >= 0;
  }

  /** Frames the card was given since it was opened, silence included, modulo 2^32. */
  get given(): number {
    return this.#load(CONTROL.FRAMES_OUT) >>> 0;
  }

  /** How far the card is, read in this order: what it took is never behind what it was given. */
  get position(): CardPosition {
    const given = this.given;
    return { given, taken: this.#load(CONTROL.OUT_READ) >>> 0 };
  }

  /** Frames of the microphone that were read since it was opened, modulo 2^32. */
  get recorded(): number {
    return this.#microphone.recorded;
  }

  /** By how much the clock of the microphone's own card is faster, ppm; NaN where it has none. */
  get driftPpm(): number {
    return this.#microphone.driftPpm;
  }

  /** Frames of the microphone that wait to be read. */
  get recordedAhead(): number {
    return (this.#load(CONTROL.IN_WRITE) - this.#load(CONTROL.IN_READ)) >>> 0;
  }

  /** A counter of the control words. */
  count(word: number): number {
    return this.#load(word);
  }

  /** Whether what the card was given when `given` told this has left the DAC. */
  heard(given: number): boolean {
    return ((this.#load(CONTROL.FRAMES_OUT) - given - this.#latency) | 0) >= 0;
  }

  /** Puts a mono block on both channels. */
  write(mix: Float32Array, frames: number): void {
    const at = this.#load(CONTROL.OUT_WRITE);
    const mask = this.#output.length / OUTPUT_CHANNELS - 1;
    for (let i = 0; i < frames; i++) {
      const sample = Math.max(-32768, Math.min(32767, Math.round(mix[i]! * 32768)));
      const index = ((at + i) & mask) * OUTPUT_CHANNELS;
      this.#output[index] = sample;
      this.#output[index + 1] = sample;
    }
    Atomics.store(this.#control, CONTROL.OUT_WRITE, at + frames);
  }

  /** Tells the callback whether an empty ring is silence or an underrun. */
  setIdle(idle: boolean): void {
    Atomics.store(this.#control, CONTROL.IDLE, idle ? 1 : 0);
  }

  /** Takes up to `frames` samples that were recorded; returns how many there were. */
  read(target: Float32Array, frames: number): number {
    return this.#microphone.read(target, frames);
  }

  #load(word: number): number {
    return Atomics.load(this.#control, word);
  }
}
