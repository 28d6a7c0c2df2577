import { SAMPLE_RATE } from '../dsp/format.ts';
import { findSplice, leaveOut, SPLICE_FRAMES } from '../dsp/splice.ts';

/** How long it is looked before anything is believed, in two halves: frames of the source. */
const HALF = 2.5 * SAMPLE_RATE;
/** As near to the wanted delay a source that sends as it happens comes again and again. */
const NEAR = 0.02 * SAMPLE_RATE;
/** What more is left alone. */
const TOO_MUCH = 0.06 * SAMPLE_RATE;
/** Ends that are this much alike are joined; others wait for a better place for so many frames. */
const ALIKE = 0.9;
const PATIENCE = SAMPLE_RATE;

/**
 * Brings a source that sends as it happens back to its delay after it came late: what had piled up is played shorter by a
 * few milliseconds here and there, for ever late sound is of no use on a public address. A source that is held back, since it
 * sends faster than it sounds, keeps every sample.
 */
export class DelayKeeper {
  readonly #wanted: number;
  /** The least that was ahead in this half and in the one before. */
  #least = Infinity;
  #before = Infinity;
  #seen = 0;
  /** It was near the wanted delay once: it is not held back, so it sends as it happens. */
  #isLive = false;
  #waited = 0;

  /** @param wanted frames that are to be ahead */
  constructor(wanted: number) {
    this.#wanted = wanted;
  }

  /** @param ahead frames that are not played yet @param added frames that have just come */
  note(ahead: number, added: number): void {
    this.#least = Math.min(this.#least, ahead);
    this.#seen += added;
    if (this.#seen < HALF) return;
    if (this.#lowest <= this.#wanted + NEAR && this.#before < Infinity) this.#isLive = true;
    this.#before = this.#least;
    this.#least = Infinity;
    this.#seen = 0;
  }

  /** Whether some of what comes next is to be left out. */
  get isLate(): boolean {
    return this.#isLive && this.#before < Infinity && this.#lowest > this.#wanted + TOO_MUCH;
  }

  /** Frames that `shorten` wants to see at a time. */
  get needs(): number {
    return SPLICE_FRAMES;
  }

  /** The samples without a stretch that is missed least; all of them where there is no good place, for a while. */
  shorten(samples: Float32Array): Float32Array {
    const { lag, likeness } = findSplice(samples);
    this.#waited += samples.length;
    if (likeness < ALIKE && this.#waited < PATIENCE) return samples;
    this.#waited = 0;
    this.#least -= lag;
    this.#before -= lag;
    return leaveOut(samples, lag);
  }

  get #lowest(): number {
    return Math.min(this.#least, this.#before);
  }
}
