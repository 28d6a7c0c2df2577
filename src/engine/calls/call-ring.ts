import { framesOf, SAMPLE_RATE } from '../../dsp/format.ts';
import { GainRamp } from '../../dsp/gain-ramp.ts';
import type { SoundSink } from '../rtp/sound-output.ts';

/** Who is louder than this speaks, amplitude; -42 dBFS. */
const SPEAKS = 0.008;
/** A speaker's breath, ms. */
const HANG_MS = 350;
/** No click where the loudness is changed. */
const RAMP_MS = 20;
const SILENCE = new Float32Array(SAMPLE_RATE / 10);

/** Where the peer's sound goes: the ring of the call's voice, with the call's own loudness. */
export class CallRing implements SoundSink {
  readonly #ring: SoundSink;
  readonly #now: () => number;
  readonly #gain = new GainRamp(framesOf(RAMP_MS));
  #spokeAt = -Infinity;

  constructor(ring: SoundSink, now: () => number) {
    this.#ring = ring;
    this.#now = now;
  }

  get queued(): number {
    return this.#ring.queued;
  }

  get space(): number {
    return this.#ring.space;
  }

  /** Whether the peer speaks, or just did. */
  get speaks(): boolean {
    return this.#now() - this.#spokeAt < HANG_MS;
  }

  set gain(factor: number) {
    this.#gain.change(factor);
  }

  write(samples: Float32Array, frames: number): void {
    if (samples.subarray(0, frames).some(sample => Math.abs(sample) > SPEAKS)) this.#spokeAt = this.#now();
    this.#gain.process(samples, frames);
    this.#ring.write(samples, frames);
  }

  /** Nobody sends: the voice lives on silence, so that the classes below it stay where the call put them. */
  fill(ms: number): void {
    const frames = Math.min(framesOf(ms) - this.#ring.queued, this.#ring.space, SILENCE.length);
    if (frames > 0) this.#ring.write(SILENCE, frames);
  }
}
