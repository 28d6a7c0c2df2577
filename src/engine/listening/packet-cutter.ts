import { SAMPLE_RATE } from '../../dsp/format.ts';
import { toInt16 } from '../../dsp/int16.ts';
import { Resampler } from '../../dsp/resampler.ts';

/** Makes packets of one length out of 48 kHz samples that come in blocks of any size. */
export class PacketCutter {
  readonly #resampler: Resampler | undefined;
  readonly #packet: Int16Array;
  readonly #take: (packet: Int16Array) => void;
  #filled = 0;

  /**
   * @param sampleRate of the packets, Hz
   * @param frames of each packet, at that rate
   * @param take gets each packet; it is lent
   */
  constructor(sampleRate: number, frames: number, take: (packet: Int16Array) => void) {
    this.#resampler = sampleRate === SAMPLE_RATE ? undefined : new Resampler(SAMPLE_RATE, sampleRate);
    this.#packet = new Int16Array(frames);
    this.#take = take;
  }

  feed(block: Float32Array): void {
    const samples = toInt16(this.#resampler?.process(block) ?? block);
    for (let at = 0; at < samples.length;) {
      const frames = Math.min(samples.length - at, this.#packet.length - this.#filled);
      this.#packet.set(samples.subarray(at, at + frames), this.#filled);
      at += frames;
      this.#filled += frames;
      if (this.#filled < this.#packet.length) return;
      this.#filled = 0;
      this.#take(this.#packet);
    }
  }
}
