import type { Clock } from '../../core/clock.ts';
import { profileFor } from '../rtp/playout-profile.ts';
import type { PacketDecoder } from '../rtp/packet-decoder.ts';
import { parseRtp, type RtpPacket } from '../rtp/rtp-packet.ts';
import { RtpReceiver } from '../rtp/rtp-receiver.ts';
import type { RtpStatistics } from '../rtp/rtp-statistics.ts';
import type { CallFlow } from './call-contract.ts';
import type { CallRing } from './call-ring.ts';
import type { Reception } from './rtcp-reporter.ts';
import { KeysInSound } from './keys-in-sound.ts';
import { EventReader } from './telephone-events.ts';

/** A peer that sends nothing while it is silent has not gone for that. */
const TIMEOUT_MS = 10_000;
/** After so long without sound the ring is kept alive with silence; before that what is missing is covered up. */
const QUIET_MS = 300;
/** The peer's, whoever that is: it was found out before. */
const PEER = 'peer';
/** Comfort noise (RFC 3389): not played, but not missed either. */
const COMFORT_NOISE = 13;

interface CallReceiverOptions {
  readonly clock: Clock;
  readonly flow: CallFlow;
  readonly decoder: () => PacketDecoder;
  readonly ring: CallRing;
  /** ms that the mixer takes at once. */
  readonly blockMs: number;
  readonly dtmf: (tone: string) => void;
}

/** The peer's packets of one description of a call: sound into the ring, keys to whoever wants them. */
export class CallReceiver {
  readonly #options: CallReceiverOptions;
  readonly #receiver: RtpReceiver;
  #heardAt = -Infinity;
  #receives = true;
  #ssrc: number | undefined;
  #highest = 0;

  constructor(options: CallReceiverOptions) {
    const { clock, flow, decoder, ring, blockMs, dtmf } = options;
    const events = flow.dtmf === undefined ? undefined : new EventReader(flow.dtmf.clockRate);
    // Who has no events for keys sounds them.
    const sink = events === undefined ? new KeysInSound(ring, dtmf) : ring;
    this.#options = options;
    this.#receiver = new RtpReceiver({
      clock,
      clockRate: flow.codec.clockRate,
      accepts: type => type === flow.codec.payloadType,
      aside: {
        accepts: type => type === flow.dtmf?.payloadType || type === COMFORT_NOISE,
        heard: ({ payloadType, timestamp, payload }) => {
          const tone = payloadType === flow.dtmf?.payloadType ? events?.read(timestamp, payload) : undefined;
          if (tone !== undefined) dtmf(tone);
        },
      },
      createDecoder: decoder,
      profile: () => profileFor('Call', blockMs),
      output: { start: () => sink, stop: () => undefined },
      leadMs: () => 0,
      timeoutMs: TIMEOUT_MS,
    });
  }

  /** Whether what comes is heard; while a call is held it is counted all the same. */
  set receives(receives: boolean) {
    this.#receives = receives;
    this.#receiver.audible = receives;
  }

  /** The packet, where it is one that this call may have. */
  read(datagram: Uint8Array): RtpPacket | undefined {
    const { codec, dtmf } = this.#options.flow;
    const packet = parseRtp(datagram);
    const type = packet?.payloadType;
    return type === codec.payloadType || type === dtmf?.payloadType || type === COMFORT_NOISE ? packet : undefined;
  }

  /** Takes a datagram of the peer's. */
  take(datagram: Uint8Array, packet: RtpPacket): void {
    const { flow, clock } = this.#options;
    if (this.#receives && packet.payloadType === flow.codec.payloadType) this.#heardAt = clock.monotonic();
    this.#note(packet);
    this.#receiver.receive(datagram, PEER);
  }

  /** To be called every few ms. */
  advance(): void {
    const { clock, ring, blockMs } = this.#options;
    if (clock.monotonic() - this.#heardAt > QUIET_MS) ring.fill(blockMs + 4);
  }

  /** What RTCP tells of it; undefined before the first packet. */
  get reception(): Reception | undefined {
    if (this.#ssrc === undefined) return undefined;
    const { received, lost, jitterMs } = this.#receiver.statistics();
    const { clockRate } = this.#options.flow.codec;
    return { ssrc: this.#ssrc, highest: this.#highest >>> 0, received, lost, jitterMs, clockRate };
  }

  statistics(): RtpStatistics {
    return this.#receiver.statistics();
  }

  stop(): void {
    this.#receiver.stop();
  }

  #note({ ssrc, sequence }: RtpPacket): void {
    if (ssrc !== this.#ssrc) {
      this.#ssrc = ssrc;
      this.#highest = sequence;
    }
    const step = ((sequence - this.#highest) << 16) >> 16;
    if (step > 0) this.#highest += step;
  }
}
