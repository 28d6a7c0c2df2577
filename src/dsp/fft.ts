/** Half of the spectrum of a real signal: `re[k]`, `im[k]` at k times rate / size, from 0 to half of the rate. */
export interface Spectrum {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/**
 * The discrete Fourier transform of real signals, in double precision: radix 2, a signal of n samples as n / 2 complex
 * ones (Cooley and Tukey 1965; Sorensen et al., "Real-valued fast Fourier transform algorithms", IEEE ASSP 35, 1987).
 * Not reentrant: it works in memory of its own.
 */
export class RealFft {
  readonly size: number;
  readonly #half: number;
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;
  readonly #order: Uint32Array;
  readonly #re: Float64Array;
  readonly #im: Float64Array;

  /** @param size a power of two, 4 at least */
  constructor(size: number) {
    this.size = size;
    const half = size / 2;
    this.#half = half;
    this.#cos = Float64Array.from({ length: half }, (_, k) => Math.cos((2 * Math.PI * k) / size));
    this.#sin = Float64Array.from({ length: half }, (_, k) => Math.sin((2 * Math.PI * k) / size));
    this.#order = new Uint32Array(half);
    for (let i = 1; i < half; i++) this.#order[i] = (this.#order[i >> 1]! >> 1) | (i & 1 ? half >> 1 : 0);
    this.#re = new Float64Array(half);
    this.#im = new Float64Array(half);
  }

  /** The spectrum of the first `size` samples; what is missing counts as 0. */
  forward(samples: ArrayLike<number>): Spectrum {
    const half = this.#half;
    for (let i = 0; i < half; i++) {
      const to = this.#order[i]!;
      this.#re[to] = 2 * i < samples.length ? samples[2 * i]! : 0;
      this.#im[to] = 2 * i + 1 < samples.length ? samples[2 * i + 1]! : 0;
    }
    this.#transform();
    const re = new Float64Array(half + 1);
    const im = new Float64Array(half + 1);
    for (let k = 0; k <= half; k++) {
      const near = k % half;
      const far = (half - k) % half;
      const oddRe = this.#im[near]! + this.#im[far]!;
      const oddIm = this.#re[far]! - this.#re[near]!;
      const cos = k === half ? -1 : this.#cos[k]!;
      const sin = k === half ? 0 : this.#sin[k]!;
      re[k] = 0.5 * (this.#re[near]! + this.#re[far]! + cos * oddRe + sin * oddIm);
      im[k] = 0.5 * (this.#im[near]! - this.#im[far]! + cos * oddIm - sin * oddRe);
    }
    return { re, im };
  }

  /** The signal of `size` samples with this spectrum. */
  inverse({ re, im }: Spectrum): Float64Array {
    const half = this.#half;
    for (let k = 0; k < half; k++) {
      const far = half - k;
      const differenceRe = re[k]! - re[far]!;
      const differenceIm = im[k]! + im[far]!;
      const oddRe = this.#cos[k]! * differenceRe - this.#sin[k]! * differenceIm;
      const oddIm = this.#cos[k]! * differenceIm + this.#sin[k]! * differenceRe;
      const to = this.#order[k]!;
      // The conjugate goes in and comes out, which makes the transform the inverse one.
      this.#re[to] = 0.5 * (re[k]! + re[far]! - oddIm);
      this.#im[to] = -0.5 * (im[k]! - im[far]! + oddRe);
    }
    this.#transform();
    const samples = new Float64Array(this.size);
    for (let i = 0; i < half; i++) {
      samples[2 * i] = this.#re[i]! / half;
      samples[2 * i + 1] = -this.#im[i]! / half;
    }
    return samples;
  }

  #transform(): void {
    const half = this.#half;
    for (let span = 1; span < half; span *= 2) {
      const stride = this.#half / span;
      for (let start = 0; start < half; start += 2 * span) this.#butterflies(start, span, stride);
    }
  }

  #butterflies(start: number, span: number, stride: number): void {
    const re = this.#re;
    const im = this.#im;
    for (let i = 0, turn = 0; i < span; i++, turn += stride) {
      const near = start + i;
      const far = near + span;
      const cos = this.#cos[turn]!;
      const sin = this.#sin[turn]!;
      const otherRe = re[far]! * cos + im[far]! * sin;
      const otherIm = im[far]! * cos - re[far]! * sin;
      re[far] = re[near]! - otherRe;
      im[far] = im[near]! - otherIm;
      re[near]! += otherRe;
      im[near]! += otherIm;
    }
  }
}

/** The signal with this spectrum comes `frames` later, also by a fraction. */
export function delayed({ re, im }: Spectrum, frames: number): Spectrum {
  const size = 2 * (re.length - 1);
  const outRe = new Float64Array(re.length);
  const outIm = new Float64Array(re.length);
  for (let k = 0; k < re.length; k++) {
    const cos = Math.cos((2 * Math.PI * k * frames) / size);
    const sin = Math.sin((2 * Math.PI * k * frames) / size);
    outRe[k] = re[k]! * cos + im[k]! * sin;
    outIm[k] = im[k]! * cos - re[k]! * sin;
  }
  return { re: outRe, im: outIm };
}
