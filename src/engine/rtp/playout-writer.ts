import { msOf, SAMPLE_RATE } from '../../dsp/format.ts';
import { TrimmedResampler } from '../../dsp/trimmed-resampler.ts';
import type { SoundSink } from './sound-output.ts';

/** Where two pieces do not join, the step between them is made a slope of this length. */
const SEAM_MS = 3;

/** Puts a stream's samples into the ring of its voice: at the mixer's rate, trimmed to its clock, without clicks. */
export class PlayoutWriter {
  readonly #sampleRate: number;
  readonly #sink: SoundSink;
  readonly #resampler: TrimmedResampler;
  #scratch = new Float32Array(0);
  #last = 0;
  /** What is left of the step, and by how much it shrinks with each sample. */
  #step = 0;
  #stepDown = 0;
  #seam = false;

  /** @param sampleRate Hz of what is written */
  constructor(sampleRate: number, sink: SoundSink) {
    this.#sampleRate = sampleRate;
    this.#sink = sink;
    this.#resampler = new TrimmedResampler(sampleRate, SAMPLE_RATE);
  }

  /** ms that the mixer has not taken yet. */
  get queuedMs(): number {
    return msOf(this.#sink.queued) + (this.#resampler.pending * 1000) / this.#sampleRate;
  }

  /** Whether the mixer has taken all that was written. */
  get isDry(): boolean {
    return this.#sink.queued === 0;
  }

  set trim(trim: number) {
    this.#resampler.trim = trim;
  }

  /** What is written next does not go on from what was written before. */
  seam(): void {
    this.#seam = true;
  }

  /** @param gainAt amplitude factor of a sample by its place in `samples` */
  write(samples: Int16Array, gainAt?: (at: number) => number): void {
    if (samples.length === 0) return;
    if (this.#scratch.length < samples.length) this.#scratch = new Float32Array(samples.length);
    const scratch = this.#scratch.subarray(0, samples.length);
    for (let i = 0; i < samples.length; i++) scratch[i] = (samples[i]! / 32_768) * (gainAt?.(i) ?? 1);
    this.#smooth(scratch);
    const made = this.#resampler.process(scratch);
    this.#sink.write(made, Math.min(made.length, this.#sink.space));
  }

  silence(ms: number): void {
    this.seam();
    this.write(new Int16Array(Math.round((ms * this.#sampleRate) / 1000)));
  }

  #smooth(scratch: Float32Array): void {
    if (this.#seam) {
      this.#seam = false;
      this.#step = this.#last - scratch[0]!;
      this.#stepDown = this.#step / ((SEAM_MS * this.#sampleRate) / 1000);
    }
    for (let i = 0; i < scratch.length && this.#step !== 0; i++) {
      scratch[i]! += this.#step;
      this.#step = Math.abs(this.#step) <= Math.abs(this.#stepDown) ? 0 : this.#step - this.#stepDown;
    }
    this.#last = scratch.at(-1)!;
  }
}
