import type { Clock, Off } from '../../core/clock.ts';
import { framesOf } from '../../dsp/format.ts';
import type { CodecFormat, Encoder, EncoderOptions } from '../codecs/codec.ts';
import type { ListenCommand } from '../contract.ts';
import { createRingMemory, type RingMemory, RingReader } from '../source-ring.ts';
import { Ear } from './ear.ts';

const TURN_MS = 10;
/** 0.7 s: what may be waiting while this thread does something else. */
const RING_FRAMES = 32_768;
/** Without a microphone those who listen are given silence after this long, as long as it lasts. */
const STALLED_MS = 200;

interface EarsDeps {
  readonly clock: Clock;
  /** @throws Fault where the format cannot be encoded here */
  readonly encoder: (format: CodecFormat, options: EncoderOptions) => Encoder;
  /** Where the mixer shall put what the microphone hears; nowhere when nobody listens. */
  readonly tap: (ring: RingMemory | undefined) => void;
  readonly send: (listener: number, packet: Uint8Array) => void;
  /** A listener gets nothing. */
  readonly failed: (listener: number, error: unknown) => void;
}

/** Somebody who gets what the microphone hears. */
export interface Hearer {
  /** @param block 48 kHz; lent */
  hear(block: Float32Array): void;
  close(): void;
}

/** All who listen to the microphone: takes what the mixer's thread has put into a ring, and encodes it for each. */
export class Ears {
  readonly #deps: EarsDeps;
  readonly #ears = new Map<number, Hearer>();
  #reader: RingReader | undefined;
  /** Until when there has been sound, ms on the monotonic clock. */
  #heardUntil = 0;
  #block = new Float32Array(RING_FRAMES);

  constructor(deps: EarsDeps) {
    this.#deps = deps;
  }

  start(): Off {
    return this.#deps.clock.every(TURN_MS, () => this.#turn());
  }

  listen({ listener, format, packetFrames, options }: Omit<ListenCommand, 'do'>): void {
    try {
      const send = (packet: Uint8Array) => this.#deps.send(listener, packet);
      this.unlisten(listener);
      this.attach(listener, new Ear({ encoder: this.#deps.encoder(format, options), packetFrames, send }));
    } catch (error) {
      this.#deps.failed(listener, error);
    }
  }

  /** Has somebody of this process listen, until `unlisten`. */
  attach(listener: number, hearer: Hearer): void {
    this.#ears.set(listener, hearer);
    if (this.#reader === undefined) this.#open();
  }

  unlisten(listener: number): void {
    const ear = this.#ears.get(listener);
    if (ear === undefined) return;
    this.#ears.delete(listener);
    ear.close();
    if (this.#ears.size > 0) return;
    this.#reader = undefined;
    this.#deps.tap(undefined);
  }

  #open(): void {
    const memory = createRingMemory(RING_FRAMES);
    this.#reader = new RingReader(memory);
    this.#heardUntil = this.#deps.clock.monotonic();
    this.#deps.tap(memory);
  }

  #turn(): void {
    const now = this.#deps.clock.monotonic();
    let frames = this.#reader?.read(this.#block, RING_FRAMES) ?? 0;
    if (frames === 0 && now - this.#heardUntil > STALLED_MS) {
      frames = Math.min(framesOf(now - this.#heardUntil), RING_FRAMES);
      this.#block.fill(0, 0, frames);
    }
    if (frames === 0) return;
    this.#heardUntil = now;
    const block = this.#block.subarray(0, frames);
    for (const [listener, ear] of [...this.#ears]) this.#tell(listener, ear, block);
  }

  #tell(listener: number, ear: Hearer, block: Float32Array): void {
    try {
      ear.hear(block);
    } catch (error) {
      this.unlisten(listener);
      this.#deps.failed(listener, error);
    }
  }
}
