import type { Decoder } from './codec.ts';
import { type CodecsNative, type NativeCodec } from './native.ts';

/** The longest packet (RFC 6716, 3.2.5), and the grain of what can be concealed, ms. */
const LONGEST_MS = 120;
const GRAIN_MS = 2.5;
/** What a packet lasts until one was heard. */
const USUAL_MS = 20;
const NOTHING = new Uint8Array(0);

/** Opus, which conceals for itself; two channels become one. */
export class OpusDecoder implements Decoder {
  readonly sampleRate: number;
  broken = 0;
  readonly #native: CodecsNative;
  readonly #codec: NativeCodec;
  readonly #room: Int16Array;
  /** Frames of the last packet. */
  #usual: number;

  constructor(native: CodecsNative, sampleRate: number) {
    this.sampleRate = sampleRate;
    this.#native = native;
    this.#codec = native.open('opus-decoder', { sampleRate, bitrate: 0, loss: 0 });
    this.#room = new Int16Array((sampleRate * LONGEST_MS) / 1000);
    this.#usual = (sampleRate * USUAL_MS) / 1000;
  }

  decode(bytes: Uint8Array): Int16Array {
    const made = bytes.length === 0 ? -1 : this.#native.decode(this.#codec, bytes, this.#room, false);
    if (made > 0) {
      this.#usual = made;
      return this.#room.slice(0, made);
    }
    this.broken++;
    return this.conceal(this.#usual);
  }

  conceal(wanted: number, next: Uint8Array = NOTHING): Int16Array {
    const frames = Math.min(wanted, this.sampleRate);
    const samples = new Int16Array(frames);
    // Only what was lost just before the next packet can be in it.
    const late = next.length === 0 ? 0 : Math.min(frames, this.#usual);
    const early = frames - late;
    for (let at = 0; at < frames;) {
      const piece = Math.min(this.#room.length, at < early ? early - at : frames - at);
      samples.set(this.#missing(piece, at < early ? NOTHING : next), at);
      at += piece;
    }
    return samples;
  }

  #missing(frames: number, next: Uint8Array): Int16Array {
    const grain = (this.sampleRate * GRAIN_MS) / 1000;
    const room = this.#room.subarray(0, Math.ceil(frames / grain) * grain);
    let made = this.#native.decode(this.#codec, next, room, next.length > 0);
    if (made < 0) made = this.#native.decode(this.#codec, NOTHING, room, false);
    if (made < 0) room.fill(0);
    return room.slice(0, frames);
  }

  close(): void {
    this.#native.close(this.#codec);
  }
}
