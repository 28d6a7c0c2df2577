import { BLOCK_FRAMES, framesOf, msOf, SAMPLE_RATE } from '../dsp/format.ts';
import { TrimmedResampler } from '../dsp/trimmed-resampler.ts';
import { CONTROL, type DeviceRings } from './control.ts';
import { DriftControl } from './drift-control.ts';
import { CardMicrophone, type MicrophoneRing } from './microphone-ring.ts';

/** Kept in the ring beyond a callback of either card, ms. */
const SPARE_MS = 10;
/** With so much more than wanted, ms, something was held up: what is too much is left out. */
const MOST_MORE_MS = 100;
/** Between two callbacks, ms; where it is more, one of the cards stands still. */
const LONGEST_MS = 50;
const KEPT = 4096;

/**
 * A microphone on a card of its own, whose clock is not quite the speaker's: gives as many frames as the speaker's card
 * takes, resampled by the little that the two clocks differ. Where there is too little, silence stands in.
 */
export class DriftingMicrophone implements MicrophoneRing {
  readonly #speaker: Int32Array;
  readonly #card: CardMicrophone;
  readonly #microphone: Int32Array;
  readonly #wanted: number;
  readonly #resampler = new TrimmedResampler(SAMPLE_RATE, SAMPLE_RATE);
  readonly #drift = new DriftControl();
  readonly #block = new Float32Array(BLOCK_FRAMES);
  readonly #made = new Float32Array(KEPT);
  /** Samples in `#made`. */
  #count = 0;
  #given: number;
  /** It collects until there is enough. */
  #collecting = true;

  /** @param callbackFrames of either card */
  constructor(microphone: DeviceRings, speaker: DeviceRings, callbackFrames: number) {
    this.#card = new CardMicrophone(microphone);
    this.#microphone = microphone.control;
    this.#speaker = speaker.control;
    this.#wanted = 2 * callbackFrames + framesOf(SPARE_MS);
    this.#given = this.#spoken;
  }

  /** Counted as the speaker's card counts: it gives and takes alike, as one card would. */
  get recorded(): number {
    return this.#given >>> 0;
  }

  get driftPpm(): number {
    return this.#drift.trim * 1e6;
  }

  read(target: Float32Array, frames: number): number {
    const due = Math.min(frames, (this.#spoken - this.#given) >>> 0);
    if (due === 0) return 0;
    this.#steer(due);
    if (!this.#collecting) this.#make(due);
    const count = Math.min(due, this.#count);
    target.set(this.#made.subarray(0, count));
    this.#made.copyWithin(0, count, this.#count);
    this.#count -= count;
    target.fill(0, count, due);
    // It ran dry.
    if (count < due) this.#collecting = true;
    this.#given = (this.#given + due) >>> 0;
    return due;
  }

  get #spoken(): number {
    return Atomics.load(this.#speaker, CONTROL.FRAMES_OUT) >>> 0;
  }

  #steer(due: number): void {
    const more = this.#card.queued + this.#count - this.#wanted + this.#sinceCallbacks();
    if (this.#collecting) {
      this.#collecting = more < 0;
      this.#drift.reset();
      return;
    }
    if (msOf(more) > MOST_MORE_MS) {
      this.#leaveOut(more);
      return;
    }
    this.#resampler.trim = this.#drift.follow(msOf(more), msOf(due));
  }

  /**
   * Frames that the microphone's card has recorded since its last callback, more than the speaker's has played since its
   * own: without them a drift would show only when it has come to a whole callback.
   */
  #sinceCallbacks(): number {
    const load = (control: Int32Array) => Atomics.load(control, CONTROL.CALLBACK_US);
    const us = (load(this.#speaker) - load(this.#microphone)) | 0;
    return framesOf(Math.max(-LONGEST_MS, Math.min(LONGEST_MS, us / 1000)));
  }

  #leaveOut(frames: number): void {
    for (let left = frames; left > 0;) {
      const count = this.#card.read(this.#block, Math.min(left, BLOCK_FRAMES));
      if (count === 0) break;
      left -= count;
    }
    this.#drift.reset();
  }

  #make(due: number): void {
    while (this.#count < due) {
      const count = this.#card.read(this.#block, Math.min(BLOCK_FRAMES, due));
      if (count === 0) return;
      const made = this.#resampler.process(this.#block.subarray(0, count));
      this.#made.set(made, this.#count);
      this.#count += made.length;
    }
  }
}
