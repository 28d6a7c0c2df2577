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

/** Takes what the microphone hears, mono at 48 kHz, in blocks of any size. */
export interface Hearer {
  hear(block: Float32Array): void;
  close(): void;
}

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

/** All who listen to the microphone: takes what the mixer's thread has put into a ring, and gives it to each. */
export class Ears {
  readonly #deps: EarsDeps;
  readonly #hearers = new Map<Hearer, (error: unknown) => void>();
  readonly #listeners = new Map<number, Off>();
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
      const ear = new Ear({ encoder: this.#deps.encoder(format, options), packetFrames, send });
      const failed = (error: unknown) => {
        this.#listeners.delete(listener);
        this.#deps.failed(listener, error);
      };
      this.#listeners.set(listener, this.add(ear, failed));
    } catch (error) {
      this.#deps.failed(listener, error);
    }
  }

  unlisten(listener: number): void {
    this.#listeners.get(listener)?.();
    this.#listeners.delete(listener);
  }

  /**
   * Has somebody hear the microphone until that is called off; then it is closed.
   * @param failed it threw, and hears nothing more
   */
  add(hearer: Hearer, failed: (error: unknown) => void): () => void {
    this.#hearers.set(hearer, failed);
    if (this.#reader === undefined) this.#open();
    return () => this.#remove(hearer);
  }

  #remove(hearer: Hearer): void {
    if (!this.#hearers.delete(hearer)) return;
    hearer.close();
    if (this.#hearers.size > 0) return;
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
    for (const [hearer, failed] of [...this.#hearers]) this.#tell(hearer, failed, block);
  }

  #tell(hearer: Hearer, failed: (error: unknown) => void, block: Float32Array): void {
    try {
      hearer.hear(block);
    } catch (error) {
      this.#remove(hearer);
      failed(error);
    }
  }
}
