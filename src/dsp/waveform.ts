/** Peaks are kept of at most so many spans; when there would be more, each becomes twice as long. */
const MAX_SPANS = 8192;

/** The peaks of a signal whose length nobody knows in advance, to draw it. */
export class Waveform {
  #peaks = new Float32Array(MAX_SPANS);
  #spanFrames = 1;
  #spans = 0;
  #inSpan = 0;

  add(samples: Float32Array): void {
    for (const sample of samples) {
      if (this.#inSpan === 0) this.#begin();
      const last = this.#spans - 1;
      this.#peaks[last] = Math.max(this.#peaks[last]!, Math.abs(sample));
      this.#inSpan = (this.#inSpan + 1) % this.#spanFrames;
    }
  }

  /** The peak amplitudes of `parts` equal parts of what was added, 0..1, in thousandths. */
  parts(parts: number): number[] {
    const frames = this.#spans * this.#spanFrames - (this.#inSpan === 0 ? 0 : this.#spanFrames - this.#inSpan);
    return Array.from({ length: parts }, (_, part) => {
      const from = Math.floor((part * frames) / parts / this.#spanFrames);
      const to = Math.max(from + 1, Math.ceil(((part + 1) * frames) / parts / this.#spanFrames));
      const peak = this.#peaks.subarray(from, Math.min(to, this.#spans)).reduce((a, b) => Math.max(a, b), 0);
      return Math.min(1, Math.round(peak * 1000) / 1000);
    });
  }

  #begin(): void {
    if (this.#spans === MAX_SPANS) this.#halve();
    this.#peaks[this.#spans++] = 0;
  }

  #halve(): void {
    for (let i = 0; i < MAX_SPANS / 2; i++) this.#peaks[i] = Math.max(this.#peaks[2 * i]!, this.#peaks[2 * i + 1]!);
    this.#spans = MAX_SPANS / 2;
    this.#spanFrames *= 2;
  }
}
