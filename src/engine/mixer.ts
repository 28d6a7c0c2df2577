import { BLOCK_FRAMES, factorOf, framesOf } from '../dsp/format.ts';
import { Limiter, LIMITER_DELAY } from '../dsp/limiter.ts';
import { Voice, type VoiceStart } from './voice.ts';

/** No sample leaves the mixer above this, dBFS. */
const CEILING_DB = -1;
/** A change of the output gain takes this long. */
const GAIN_RAMP = framesOf(20);
const MAX_VOICES = 64;

/** Adds all voices, applies the output gain, limits. Its loop allocates nothing. */
export class Mixer {
  readonly voices: Voice[] = [];
  readonly #limiter = new Limiter(factorOf(CEILING_DB));
  readonly #scratch = new Float32Array(BLOCK_FRAMES);
  #gain = 1;
  #target = 1;
  #step = 0;
  /** Frames still inside the limiter after the last voice ended. */
  #tail = 0;

  /** Whether mixing gives anything but silence. */
  get active(): boolean {
    return this.voices.length > 0 || this.#tail > 0;
  }

  /** Returns false where there are too many voices; the one that was to be replaced then goes on. */
  add(start: VoiceStart): boolean {
    if (this.voices.length >= MAX_VOICES) return false;
    const replaced = this.voices.find(voice => voice.id === start.replaces);
    replaced?.stop();
    this.voices.push(replaced === undefined ? new Voice(start) : new Voice(start, this.#shareFree()));
    return true;
  }

  /** Lets a voice fade out; it ends within 5 ms. */
  stop(id: number): void {
    this.voices.find(voice => voice.id === id)?.stop();
  }

  /** @param gain amplitude factor of everything; reached over 20 ms, at once while nothing sounds */
  setGain(gain: number): void {
    this.#target = gain;
    this.#step = (gain - this.#gain) / GAIN_RAMP;
    if (!this.active) this.#gain = gain;
  }

  /** Mixes the next `frames` (at most BLOCK_FRAMES) samples into the beginning of `mix`. */
  mix(mix: Float32Array, frames: number): void {
    mix.fill(0, 0, frames);
    for (const voice of this.voices) voice.addTo(mix, this.#scratch, frames);
    this.#applyGain(mix, frames);
    this.#limiter.process(mix, frames);
    this.#tail = this.voices.length > 0 ? LIMITER_DELAY : Math.max(0, this.#tail - frames);
  }

  /** Takes out the first voice that has ended, or returns undefined. */
  takeEnded(): Voice | undefined {
    for (let i = 0; i < this.voices.length; i++) {
      const voice = this.voices[i]!;
      if (voice.ended === undefined) continue;
      this.voices.splice(i, 1);
      return voice;
    }
    return undefined;
  }

  /** The least gain the limiter applied since the last call, dB. */
  limiterDb(): number {
    return this.#limiter.reductionDb();
  }

  /**
   * What the voices that fade out leave to one that comes in their place. Both fade by the same steps, so that they never
   * sum up to more than the louder one, also where a third one came before the first had gone.
   */
  #shareFree(): number {
    let taken = 0;
    for (const voice of this.voices) taken += voice.leaving;
    return Math.max(0, 1 - taken);
  }

  #applyGain(mix: Float32Array, frames: number): void {
    for (let i = 0; i < frames; i++) {
      if (this.#gain !== this.#target) this.#gain = this.#stepped();
      mix[i]! *= this.#gain;
    }
  }

  #stepped(): number {
    const next = this.#gain + this.#step;
    return this.#step === 0 || (this.#step > 0 ? next >= this.#target : next <= this.#target) ? this.#target : next;
  }
}
