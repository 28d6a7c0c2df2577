import { DelayControl } from './delay-control.ts';
import type { PacketDecoder } from './packet-decoder.ts';
import { type Held, PacketQueue } from './packet-queue.ts';
import type { PlayoutProfile } from './playout-profile.ts';
import { PlayoutWriter } from './playout-writer.ts';
import type { SoundSink } from './sound-output.ts';

/** Packets of 1 ms fill the longest buffer with so many. */
const MAX_HELD = 600;
/** No packet holds more sound than this; what is longer is cut. */
const MAX_PACKET_MS = 250;
/** Missing sound is made up in pieces of this length. */
const COVER_MS = 10;
/** It is loud for the first, fades until the second, and after the third there is none: the sender is silent. */
const COVER_FULL_MS = 30;
const COVER_FADED_MS = 100;
const COVER_MOST_MS = 200;
/** A pause of the sender's own that is no longer than this is played as one. */
const OWN_PAUSE_MS = 200;
/** Packets after which a beginning is judged, and what then is put right at once, ms. */
const SETTLED_PACKETS = 4;
const SETTLE_MS = 10;
/** What is softer than this, of 32,768, is not missed. */
const SOFT = 160;
/** So far below the target, a gap is waited for longer. */
const SHORT_MS = 8;
/** Pieces made in one go, at the most. */
const MAX_STEPS = 1000;

interface PlayoutOptions {
  readonly decoder: PacketDecoder;
  /** Hz of the timestamps. */
  readonly clockRate: number;
  readonly profile: PlayoutProfile;
  readonly sink: SoundSink;
  /** ms that the mixer takes at once when a voice begins. */
  readonly leadMs: number;
  /** Whether the packet before the one of this number came, so that a gap between them is the sender's own. */
  readonly follows: (number: number) => boolean;
}

/**
 * Plays the packets of one sender in their order: decodes at once what follows, waits with what is ahead of its time as
 * long as there is sound to be played, covers up what does not come, and keeps its distance from the mixer. What is
 * covered up while nothing is there at all is settled with what comes next: a gap in time, or a packet that was late.
 */
export class Playout {
  readonly #options: PlayoutOptions;
  readonly #held = new PacketQueue(MAX_HELD);
  readonly #writer: PlayoutWriter;
  readonly #control: DelayControl;
  /** The timestamp of the next sample to be written; before the first packet unknown. */
  #expected: number | undefined;
  /** Ticks covered up without knowing for what. */
  #owed = 0;
  /** ms covered up since the last packet was played. */
  #coveredMs = 0;
  #dry = false;
  /** Samples of what comes next that are left out. */
  #skip = 0;
  #packetMs = 20;
  #played = 0;
  #concealedMs = 0;
  #late = 0;
  #dropped = 0;

  constructor(options: PlayoutOptions) {
    this.#options = options;
    this.#writer = new PlayoutWriter(options.decoder.sampleRate, options.sink);
    this.#control = new DelayControl(options.profile);
    this.#writer.silence(this.#control.targetMs + options.leadMs);
  }

  get concealedMs(): number {
    return this.#concealedMs;
  }

  /** Packets that came after they were due. */
  get late(): number {
    return this.#late;
  }

  /** Packets for which there was no room, or that were left out to catch up. */
  get dropped(): number {
    return this.#dropped;
  }

  /** ms from a packet's arrival until the mixer takes it, on average. */
  get delayMs(): number {
    return this.#control.meanMs;
  }

  /**
   * Takes a packet.
   * @param newest whether no packet with a higher number came before
   * @param jitterMs as RFC 3550 has it
   */
  push(packet: Held, newest: boolean, jitterMs: number): void {
    if (this.#expected === undefined || this.#dry) this.#begin(packet);
    if (packet.timestamp < this.#expected!) {
      if (!newest) {
        this.#tooLate();
        return;
      }
      this.#leap(packet);
    }
    const ahead = this.#msOf(packet.timestamp - this.#expected! - this.#owed);
    if (ahead <= this.#options.profile.mostMs) {
      this.#control.note(ahead + this.#writer.queuedMs, this.#packetMs, jitterMs);
      this.#writer.trim = this.#control.trim;
    }
    if (this.#contentMs > this.#options.profile.mostMs || !this.#held.add(packet)) this.#dropped++;
    this.advance();
  }

  /** Plays what is due and covers up what is missing. To be called every few ms. */
  advance(): void {
    for (let steps = 0; steps < MAX_STEPS; steps++) {
      const { first } = this.#held;
      if (!(first === undefined ? this.#wait() : this.#approach(first))) return;
    }
  }

  get #contentMs(): number {
    return this.#writer.queuedMs + this.#held.count * this.#packetMs;
  }

  get #low(): boolean {
    return this.#writer.queuedMs < this.#options.profile.guardMs;
  }

  #msOf(ticks: number): number {
    return (ticks * 1000) / this.#options.clockRate;
  }

  #ticksOf(ms: number): number {
    return Math.round((ms * this.#options.clockRate) / 1000);
  }

  #begin({ timestamp }: Held): void {
    this.#expected = timestamp;
    this.#owed = this.#coveredMs = 0;
    if (this.#dry) this.#writer.silence(Math.max(0, this.#control.targetMs - this.#writer.queuedMs));
    this.#dry = false;
    this.#control.restart();
  }

  #tooLate(): void {
    this.#late++;
    this.#control.noteLate();
  }

  /** The sender's clock went back: what it said before is over. */
  #leap({ timestamp }: Held): void {
    this.#dropped += this.#held.count;
    this.#held.clear();
    this.#expected = timestamp;
    this.#owed = 0;
    this.#writer.seam();
  }

  /** Nothing is there. */
  #wait(): boolean {
    if (this.#expected === undefined || this.#dry || !this.#low) return false;
    this.#dry = this.#coveredMs >= COVER_MOST_MS;
    if (this.#dry) return false;
    this.#owed += this.#ticksOf(COVER_MS);
    this.#cover(COVER_MS);
    return true;
  }

  /** Plays the first packet, or what is missing before it; returns whether there may be more to do. */
  #approach(first: Held): boolean {
    const settled = Math.min(this.#owed, Math.max(0, first.timestamp - this.#expected!));
    this.#expected! += settled;
    this.#owed -= settled;
    const gapMs = this.#msOf(first.timestamp - this.#expected!);
    if (gapMs <= 0) this.#play(first);
    else if (this.#options.follows(first.number) || gapMs > this.#options.profile.mostMs) this.#pass(first, gapMs);
    else if (!this.#low) return false;
    else this.#bridge(gapMs, first.payload);
    return true;
  }

  /** The gap is the sender's own, or too long to be bridged. */
  #pass({ timestamp }: Held, gapMs: number): void {
    if (gapMs <= OWN_PAUSE_MS) this.#writer.silence(gapMs);
    this.#writer.seam();
    this.#expected = timestamp;
  }

  /** The packet before the next one is due and not there. */
  #bridge(gapMs: number, next: Uint8Array): void {
    // With too little in hand it may yet come: what is made up now is more delay instead of a loss.
    if (this.#control.excessMs < -SHORT_MS && this.#coveredMs < COVER_FADED_MS) {
      this.#control.moved(COVER_MS);
      this.#cover(COVER_MS);
      return;
    }
    const piece = Math.min(gapMs, this.#packetMs);
    this.#expected! += Math.max(1, this.#ticksOf(piece));
    this.#cover(piece, piece === gapMs ? next : undefined);
  }

  #cover(ms: number, next?: Uint8Array): void {
    const { decoder } = this.#options;
    const before = this.#coveredMs;
    const gainAt = (at: number) => coverGain(before + (at * 1000) / decoder.sampleRate);
    this.#writer.write(decoder.conceal(Math.max(1, Math.round((ms * decoder.sampleRate) / 1000)), next), gainAt);
    this.#coveredMs += ms;
    this.#concealedMs += ms;
  }

  #play(packet: Held): void {
    const { decoder, clockRate } = this.#options;
    this.#held.shift();
    const ticksPerSample = clockRate / decoder.sampleRate;
    const samples = this.#decode(packet.payload);
    const overlap = Math.min(samples.length, Math.round((this.#expected! - packet.timestamp) / ticksPerSample));
    this.#packetMs = Math.max(1, (samples.length * 1000) / decoder.sampleRate);
    this.#expected = packet.timestamp + Math.round(samples.length * ticksPerSample);
    this.#played++;
    this.#settleDebt();
    this.#settleDelay(samples);
    if (overlap > 0) this.#writer.seam();
    this.#coveredMs = 0;
    this.#writeRest(samples.subarray(overlap));
  }

  /** Bytes that are no sound of this codec are a packet that was lost. */
  #decode(payload: Uint8Array): Int16Array {
    const { decoder } = this.#options;
    const most = (MAX_PACKET_MS * decoder.sampleRate) / 1000;
    try {
      return decoder.decode(payload).subarray(0, most);
    } catch {
      return new Int16Array(0);
    }
  }

  /** What was covered up before a packet that was late: more delay where the target asks for it, else left out of it. */
  #settleDebt(): void {
    if (this.#owed === 0) return;
    const owedMs = this.#msOf(this.#owed);
    this.#owed = 0;
    this.#control.noteLate();
    const granted = Math.min(owedMs, Math.max(0, -this.#control.excessMs));
    this.#control.moved(granted);
    this.#leaveOut(owedMs - granted);
  }

  #settleDelay(samples: Int16Array): void {
    const excess = this.#control.excessMs;
    const { softExcessMs, excessMs } = this.#options.profile;
    if (this.#skip > 0) return;
    if (this.#played === SETTLED_PACKETS && Math.abs(excess) > SETTLE_MS) {
      if (excess < 0) this.#cover(-excess);
      else this.#leaveOut(excess);
      this.#control.moved(-excess);
    } else if (this.#played > SETTLED_PACKETS && excess > (isSoft(samples) ? softExcessMs : excessMs)) {
      const ms = Math.min(excess, this.#packetMs);
      this.#leaveOut(ms);
      this.#control.moved(-ms);
    }
  }

  #leaveOut(ms: number): void {
    this.#skip += Math.round((ms * this.#options.decoder.sampleRate) / 1000);
  }

  #writeRest(samples: Int16Array): void {
    const skipped = Math.min(this.#skip, samples.length);
    if (skipped > 0) this.#writer.seam();
    this.#skip -= skipped;
    this.#writer.write(samples.subarray(skipped));
  }
}

const isSoft = (samples: Int16Array) => samples.every(sample => Math.abs(sample) < SOFT);

function coverGain(ms: number): number {
  const fading = (COVER_FADED_MS - ms) / (COVER_FADED_MS - COVER_FULL_MS);
  return Math.max(0, Math.min(1, fading));
}
