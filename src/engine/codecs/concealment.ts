/** The voices of people repeat themselves this often, Hz. */
const LOWEST_HZ = 66;
const HIGHEST_HZ = 400;
/** What is compared with what was heard before. */
const WINDOW_MS = 10;
/** The invention keeps its loudness that long, and is silent at the end. */
const STEADY_MS = 10;
const SILENT_MS = 60;
/** The seam towards what comes next. */
const SEAM_MS = 5;
/** The jump where the invention begins is gone after that. */
const STEP_MS = 2;
/** The search takes every nth sample of higher rates. */
const SEARCH_HZ = 8000;

/**
 * Hides lost packets of codecs that have no way of their own: the last period of what was heard is repeated and dies
 * away, and the next packet is faded in over it. After ITU-T G.711 appendix I, without its delay.
 */
export class Concealment {
  readonly #rate: number;
  readonly #past: Int16Array;
  #period = new Float32Array(0);
  /** The jump from the last sample that was heard to the first of the period. */
  #step = 0;
  /** Frames invented since the last packet. */
  #invented = 0;

  /** @param rate Hz */
  constructor(rate: number) {
    this.#rate = rate;
    this.#past = new Int16Array(this.#frames(WINDOW_MS) + Math.ceil(rate / LOWEST_HZ));
  }

  /** A packet that was not lost; what comes after a gap is changed in place where it begins. */
  keep(samples: Int16Array): Int16Array {
    if (this.#invented > 0) {
      const seam = Math.min(samples.length, this.#frames(SEAM_MS));
      const invention = this.#invent(seam);
      for (let i = 0; i < seam; i++) {
        samples[i] = invention[i]! + ((samples[i]! - invention[i]!) * (i + 1)) / (seam + 1);
      }
      if (samples.length > 0) this.#invented = 0;
    }
    this.#remember(samples);
    return samples;
  }

  /** As many frames, or what a second has. */
  conceal(frames: number): Int16Array {
    if (this.#invented === 0) this.#prepare();
    const invention = this.#invent(Math.min(frames, this.#rate));
    this.#remember(invention);
    return invention;
  }

  #frames(ms: number): number {
    return Math.round((ms * this.#rate) / 1000);
  }

  #remember(samples: Int16Array): void {
    const past = this.#past;
    if (samples.length < past.length) {
      past.copyWithin(0, samples.length);
      past.set(samples, past.length - samples.length);
    } else {
      past.set(samples.subarray(samples.length - past.length));
    }
  }

  /** Cuts out the last period, and makes its end run into its beginning. */
  #prepare(): void {
    const past = this.#past;
    const length = this.#findPeriod();
    const starts = past.length - length;
    const period = Float32Array.from(past.subarray(starts));
    const seam = length >> 2;
    for (let i = 0; i < seam; i++) {
      const at = length - seam + i;
      period[at]! += ((past[starts - seam + i]! - period[at]!) * (i + 1)) / (seam + 1);
    }
    this.#period = period;
    this.#step = past.at(-1)! - past[starts - 1]!;
  }

  /** The lag at which the last 10 ms are most like what was before them. */
  #findPeriod(): number {
    const [least, most] = [Math.ceil(this.#rate / HIGHEST_HZ), Math.floor(this.#rate / LOWEST_HZ)];
    const stride = Math.max(1, Math.floor(this.#rate / SEARCH_HZ));
    let best = most;
    let likeness = 0;
    for (let lag = least; lag <= most; lag += stride) {
      const found = this.#likeness(lag, stride);
      if (found > likeness) [best, likeness] = [lag, found];
    }
    return best;
  }

  #likeness(lag: number, stride: number): number {
    const past = this.#past;
    let product = 0;
    let energy = 1;
    for (let at = past.length - this.#frames(WINDOW_MS); at < past.length; at += stride) {
      const before = past[at - lag]!;
      product += past[at]! * before;
      energy += before * before;
    }
    return product / Math.sqrt(energy);
  }

  #invent(frames: number): Int16Array {
    const samples = new Int16Array(frames);
    const [steady, silent, step] = [this.#frames(STEADY_MS), this.#frames(SILENT_MS), this.#frames(STEP_MS)];
    for (let i = 0; i < frames; i++) {
      const at = this.#invented + i;
      if (at >= silent) break;
      const jump = at < step ? this.#step * (1 - at / step) : 0;
      const gain = at < steady ? 1 : (silent - at) / (silent - steady);
      samples[i] = Math.max(-32_768, Math.min(32_767, (this.#period[at % this.#period.length]! + jump) * gain));
    }
    this.#invented += frames;
    return samples;
  }
}
