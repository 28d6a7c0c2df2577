import { joined } from '../core/bytes.ts';
import { framesOf, SAMPLE_RATE } from '../dsp/format.ts';
import { fromInt16 } from '../dsp/int16.ts';
import { Resampler } from '../dsp/resampler.ts';
import type { Decoder } from './codecs/codec.ts';
import { DelayKeeper } from './delay-keeper.ts';
import type { Feeder } from './feeder.ts';
import { type RingMemory, RingWriter } from './source-ring.ts';

/** What is decoded at a time, so that a large piece of a fast sender does not become a mountain of samples. */
const PIECE_BYTES = 1024;

interface LiveFeederOptions {
  readonly memory: RingMemory;
  readonly decoder: Decoder;
  /** Bytes that belong together: what is decoded ends between two of these. Undefined where each push is a packet. */
  readonly unitBytes: number | undefined;
  /** ms that are collected before it sounds, and again after it ran dry. */
  readonly bufferMs: number;
  /** What came late is played shorter until it is on time again. */
  readonly catchUp?: boolean | undefined;
  /** So many of the bytes pushed in have become samples. */
  readonly taken: (bytes: number) => void;
  /** Enough is in the ring for the voice to begin; once. */
  readonly ready: () => void;
}

/**
 * A source that somebody pushes in as it happens, or faster: evens out its jitter, and tells how much was taken so that
 * the sender can be held back.
 */
export class LiveFeeder implements Feeder {
  readonly memory: RingMemory;
  readonly #options: LiveFeederOptions;
  readonly #ring: RingWriter;
  /** None where the decoder speaks the mixer's rate. */
  #resampler: Resampler | undefined;
  readonly #bufferFrames: number;
  #bytes: Uint8Array[] = [];
  /** The beginning of a unit whose end has not come yet. */
  #rest = new Uint8Array(0);
  #samples: Float32Array[] = [];
  #frames = 0;
  readonly #keeper: DelayKeeper;
  #collecting = true;
  #begun = false;
  #finished = false;
  #closed = false;

  constructor(options: LiveFeederOptions) {
    this.#options = options;
    this.memory = options.memory;
    this.#ring = new RingWriter(options.memory);
    const { sampleRate } = options.decoder;
    this.#resampler = sampleRate === SAMPLE_RATE ? undefined : new Resampler(sampleRate, SAMPLE_RATE);
    this.#bufferFrames = framesOf(options.bufferMs);
    this.#keeper = new DelayKeeper(this.#bufferFrames);
  }

  /** Takes the next bytes of the stream; whoever pushes waits for `taken` before there are too many. */
  push(bytes: Uint8Array): void {
    if (this.#closed || this.#finished) return;
    const pieceBytes = this.#options.unitBytes === undefined ? bytes.length : PIECE_BYTES;
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      this.#bytes.push(Uint8Array.from(bytes.subarray(at, at + pieceBytes)));
    }
    this.#advance();
  }

  /** Nothing more comes; what is there is played to its end. */
  finish(): void {
    this.#finished = true;
    this.#advance();
  }

  fill(): Promise<void> {
    this.#advance();
    return Promise.resolve();
  }

  close(): Promise<void> {
    if (!this.#closed) this.#options.decoder.close();
    this.#closed = true;
    return Promise.resolve();
  }

  #advance(): void {
    if (this.#closed) return;
    this.#collect();
    if (this.#collecting) return;
    this.#pour();
    this.#begin();
  }

  /** Whether nothing is left to be decoded, and nothing more comes. */
  get #over(): boolean {
    return this.#finished && this.#bytes.length === 0;
  }

  #collect(): void {
    if (this.#ring.queued === 0 && this.#frames === 0) this.#collecting = true;
    while (this.#frames < this.#bufferFrames && this.#decodeNext());
    if (this.#over) this.#flush();
    if (this.#over || this.#frames >= this.#bufferFrames) this.#collecting = false;
  }

  #begin(): void {
    if (this.#begun) return;
    this.#begun = true;
    this.#options.ready();
  }

  #decodeNext(): boolean {
    const piece = this.#bytes.shift();
    if (piece === undefined) return false;
    const { decoder, unitBytes, taken } = this.#options;
    const whole = unitBytes === undefined ? piece : this.#wholeUnits(piece, unitBytes);
    if (whole.length > 0) {
      const samples = fromInt16(decoder.decode(whole));
      this.#keep(this.#resampler?.process(samples) ?? samples);
    }
    taken(piece.length);
    return true;
  }

  #wholeUnits(piece: Uint8Array, unitBytes: number): Uint8Array {
    const all = joined(this.#rest, piece);
    const used = all.length - (all.length % unitBytes);
    this.#rest = all.slice(used);
    return all.subarray(0, used);
  }

  #flush(): void {
    const last = this.#resampler?.flush();
    this.#resampler = undefined;
    if (last !== undefined) this.#keep(last);
  }

  #keep(samples: Float32Array): void {
    if (samples.length === 0) return;
    this.#samples.push(samples);
    this.#frames += samples.length;
    this.#keeper.note(this.#ring.queued + this.#frames, samples.length);
    if (this.#options.catchUp === true && this.#keeper.isLate && !this.#finished) this.#shorten();
  }

  /** Too much has piled up: it is played shorter, a little at a time. */
  #shorten(): void {
    if (this.#frames < this.#keeper.needs) return;
    const all = new Float32Array(this.#frames);
    let at = 0;
    for (const samples of this.#samples) {
      all.set(samples, at);
      at += samples.length;
    }
    const shorter = this.#keeper.shorten(all);
    this.#samples = [shorter];
    this.#frames = shorter.length;
  }

  /** Fills the ring up to the buffer's length: more in it would only be delay. */
  #pour(): void {
    for (let next = this.#samples[0]; next !== undefined; next = this.#samples[0]) {
      if (this.#ring.queued >= this.#bufferFrames || this.#ring.space < next.length) return;
      this.#ring.write(next, next.length);
      this.#samples.shift();
      this.#frames -= next.length;
    }
    if (this.#over) this.#ring.end();
  }
}
