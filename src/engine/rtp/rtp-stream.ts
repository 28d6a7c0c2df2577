import { JitterMeter } from './jitter-meter.ts';
import type { PacketDecoder } from './packet-decoder.ts';
import { Playout } from './playout.ts';
import type { PlayoutProfile } from './playout-profile.ts';
import type { RtpPacket } from './rtp-packet.ts';
import type { StreamStatistics } from './rtp-statistics.ts';
import { type Place, SequenceTracker } from './sequence-tracker.ts';
import type { SoundSink } from './sound-output.ts';

/** A step of the timestamps that is longer than this, ms, says nothing about the network. */
const CLOCK_LEAP_MS = 2000;

interface RtpStreamOptions {
  readonly from: string;
  readonly clockRate: number;
  readonly decoder: PacketDecoder;
  readonly profile: PlayoutProfile;
}

/** Opens the ring to write to, and says how many ms the mixer takes of it at once. */
type OpenSink = () => { readonly sink: SoundSink; readonly leadMs: number };

/** The packets of one sender, from its first to its last. */
export class RtpStream {
  readonly #options: RtpStreamOptions;
  readonly #tracker = new SequenceTracker();
  readonly #jitter: JitterMeter;
  readonly #counts = { received: 0, duplicated: 0, reordered: 0 };
  #playout: Playout | undefined;
  /** What playouts before the present one counted. */
  #played = { late: 0, dropped: 0, concealedMs: 0 };
  /** The last timestamp, counted on over its 32 bits. */
  #timestamp: number | undefined;

  constructor(options: RtpStreamOptions) {
    this.#options = options;
    this.#jitter = new JitterMeter(options.clockRate);
  }

  /**
   * Takes the next packet that came.
   * @param now ms
   * @param open undefined where it is not to be heard
   */
  take({ sequence, timestamp, payload }: RtpPacket, now: number, open: OpenSink | undefined): void {
    const place = this.#tracker.place(sequence);
    if (!this.#count(place)) return;
    const unwrapped = this.#unwrap(timestamp, place.kind);
    this.#jitter.add(unwrapped, now);
    if (open === undefined) return;
    this.#playout ??= this.#begin(open);
    // Copied, because the datagram's memory is larger than what is kept of it.
    const held = { timestamp: unwrapped, number: place.number, payload: Uint8Array.from(payload) };
    this.#playout.push(held, place.kind !== 'behind', this.#jitter.ms);
  }

  /** Takes a packet that is no sound: it is not missing between two that are. */
  pass({ sequence }: RtpPacket): void {
    this.#count(this.#tracker.place(sequence));
  }

  /** To be called every few ms. */
  advance(): void {
    this.#playout?.advance();
  }

  /** It is not heard any more, and its ring is gone. */
  silence(): void {
    this.#played = this.#sums();
    this.#playout = undefined;
  }

  close(): void {
    this.#options.decoder.close();
  }

  statistics(): StreamStatistics {
    return {
      from: this.#options.from,
      ...this.#counts,
      lost: this.#tracker.lost,
      ...this.#sums(),
      jitterMs: this.#jitter.ms,
      delayMs: this.#playout?.delayMs ?? 0,
    };
  }

  #sums() {
    const { late = 0, dropped = 0, concealedMs = 0 } = this.#playout ?? {};
    const before = this.#played;
    return {
      late: before.late + late,
      dropped: before.dropped + dropped,
      concealedMs: before.concealedMs + concealedMs,
    };
  }

  /** Whether the packet is to be played. */
  #count({ kind }: Place): boolean {
    if (kind === 'again') this.#counts.duplicated++;
    if (kind === 'behind') this.#counts.reordered++;
    if (kind === 'again' || kind === 'astray') return false;
    this.#counts.received++;
    return true;
  }

  #unwrap(timestamp: number, kind: Place['kind']): number {
    const before = this.#timestamp;
    const step = before === undefined ? 0 : (timestamp - before) | 0;
    const unwrapped = before === undefined ? timestamp + 0x1_0000_0000 : before + step;
    if (kind !== 'behind') this.#timestamp = unwrapped;
    if (Math.abs(step) > (CLOCK_LEAP_MS * this.#options.clockRate) / 1000) this.#jitter.restart();
    return unwrapped;
  }

  #begin(open: OpenSink): Playout {
    const { decoder, clockRate, profile } = this.#options;
    const follows = (number: number) => this.#tracker.follows(number);
    return new Playout({ decoder, clockRate, profile, follows, ...open() });
  }
}
