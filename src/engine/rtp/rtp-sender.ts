import type { Clock, Off } from '../../core/clock.ts';
import { framesOf, SAMPLE_RATE } from '../../dsp/format.ts';
import { toInt16 } from '../../dsp/int16.ts';
import { Resampler } from '../../dsp/resampler.ts';
import { type PacketizerOptions, RtpPacketizer } from './rtp-packetizer.ts';

/** A sender that could not keep time (a machine that slept) does not make up for more packets than this. */
const MAX_BEHIND = 10;

export interface RtpSenderOptions extends PacketizerOptions {
  readonly clock: Clock;
  readonly packetMs: number;
  /** Puts the next samples, mono at 48 kHz, into `block`; returns how many there are now. */
  readonly read: (block: Float32Array) => number;
  /** Whether nothing more will come. */
  readonly finished: () => boolean;
  readonly send: (datagram: Uint8Array) => void;
  readonly protect?: ((packet: Uint8Array) => Uint8Array) | undefined;
  /** All was sent. */
  readonly done: () => void;
}

/**
 * Sends a source's sound in time: a packet every few ms by the clock, whenever the timer comes. A source that has nothing
 * to say is not heard; its time passes.
 */
export class RtpSender {
  readonly #options: RtpSenderOptions;
  readonly #packetizer: RtpPacketizer;
  readonly #resampler: Resampler | undefined;
  readonly #block: Float32Array;
  readonly #packet: Int16Array;
  /** Samples of `#packet` that are there. */
  #filled = 0;
  #flushed = false;
  #due = 0;
  #sent = 0;
  #off: Off | undefined;

  constructor(options: RtpSenderOptions) {
    const { packetMs, encoder } = options;
    this.#options = options;
    this.#packetizer = new RtpPacketizer(options);
    this.#resampler = encoder.sampleRate === SAMPLE_RATE ? undefined : new Resampler(SAMPLE_RATE, encoder.sampleRate);
    this.#block = new Float32Array(framesOf(packetMs));
    this.#packet = new Int16Array((encoder.sampleRate * packetMs) / 1000);
  }

  /** Packets sent. */
  get sent(): number {
    return this.#sent;
  }

  start(): Off {
    const { clock, packetMs, encoder } = this.#options;
    this.#due = clock.monotonic();
    this.#turn();
    // Twice as often as needed: a timer that is late is then late by half a packet.
    this.#off = clock.every(packetMs / 2, () => this.#turn());
    return () => {
      this.#off?.();
      encoder.close();
    };
  }

  #turn(): void {
    const { clock, packetMs } = this.#options;
    const now = clock.monotonic();
    if (now - this.#due > MAX_BEHIND * packetMs) this.#due = now - MAX_BEHIND * packetMs;
    for (; this.#due <= now; this.#due += packetMs) if (!this.#next()) return;
  }

  /** Sends what one packet's time has brought; returns whether there may be more. */
  #next(): boolean {
    const { read, finished, done } = this.#options;
    const over = finished();
    const frames = read(this.#block);
    if (frames > 0) this.#take(this.#resampled(this.#block.slice(0, frames)));
    else if (!over) this.#pause();
    if (!over || frames > 0) return true;
    this.#flush();
    this.#off?.();
    done();
    return false;
  }

  /** What was begun is sent; then nothing is, until there is something. */
  #pause(): void {
    if (this.#filled === 0) this.#packetizer.pause(this.#packet.length);
    else this.#finishPacket();
  }

  #resampled(samples: Float32Array): Float32Array {
    return this.#resampler?.process(samples) ?? samples;
  }

  #take(samples: Float32Array): void {
    const sound = toInt16(samples);
    for (let at = 0; at < sound.length;) {
      const count = Math.min(sound.length - at, this.#packet.length - this.#filled);
      this.#packet.set(sound.subarray(at, at + count), this.#filled);
      this.#filled += count;
      at += count;
      if (this.#filled === this.#packet.length) this.#send();
    }
  }

  /** What is left, with silence behind it. */
  #flush(): void {
    if (this.#flushed) return;
    this.#flushed = true;
    if (this.#resampler !== undefined) this.#take(this.#resampler.flush());
    if (this.#filled > 0) this.#finishPacket();
  }

  /** With silence behind what is there. */
  #finishPacket(): void {
    this.#packet.fill(0, this.#filled);
    this.#send();
  }

  #send(): void {
    const { protect, send } = this.#options;
    const packet = this.#packetizer.packet(this.#packet);
    this.#filled = 0;
    this.#sent++;
    send(protect?.(packet) ?? packet);
  }
}
