import type { Clock } from '../../core/clock.ts';
import { buildRtcp, middleOfNtp, parseRtcp, type ReceptionBlock } from './rtcp.ts';

/** Reports that are older than this are no measure of the way. */
const MAX_ROUND_TRIP_MS = 60_000;

/** What the reporter has to know of what is received. */
export interface Reception {
  readonly ssrc: number;
  /** Highest sequence number with its turns. */
  readonly highest: number;
  readonly received: number;
  readonly lost: number;
  readonly jitterMs: number;
  readonly clockRate: number;
}

interface Sending {
  readonly ssrc: number;
  readonly timestamp: number;
  readonly packets: number;
  readonly bytes: number;
}

/** Makes our reports and reads those of the peer: what they tell is the time there and back. */
export class RtcpReporter {
  readonly #clock: Clock;
  readonly #cname: string;
  #before = { received: 0, lost: 0 };
  #report: { readonly time: number; readonly at: number } | undefined;
  #roundTripMs: number | undefined;

  constructor(clock: Clock, cname: string) {
    this.#clock = clock;
    this.#cname = cname;
  }

  get roundTripMs(): number | undefined {
    return this.#roundTripMs;
  }

  /** The next report. */
  next(sending: Sending, reception: Reception | undefined, bye = false): Uint8Array {
    const { ssrc, packets, bytes, timestamp } = sending;
    return buildRtcp({
      ssrc,
      cname: this.#cname,
      bye,
      ...(packets > 0 ? { sent: { at: this.#clock.now().getTime(), timestamp, packets, bytes } } : {}),
      ...(reception === undefined ? {} : { block: this.#block(reception) }),
    });
  }

  /** Takes a datagram of the peer; returns whether it is RTCP. */
  hear(datagram: Uint8Array, ownSsrc: number): boolean {
    const heard = parseRtcp(datagram);
    if (heard === undefined) return false;
    if (heard.reportTime !== undefined) this.#report = { time: heard.reportTime, at: this.#clock.monotonic() };
    const block = heard.blocks.find(({ ssrc }) => ssrc === ownSsrc);
    if (block !== undefined && block.lastReport !== 0) this.#measure(block);
    return true;
  }

  #measure({ lastReport, sinceReport }: ReceptionBlock): void {
    const now = middleOfNtp(this.#clock.now().getTime());
    const ms = (((now - lastReport - sinceReport) >>> 0) * 1000) / 65_536;
    if (ms < MAX_ROUND_TRIP_MS) this.#roundTripMs = ms;
  }

  #block({ ssrc, highest, received, lost, jitterMs, clockRate }: Reception): ReceptionBlock {
    const newlyLost = Math.max(0, lost - this.#before.lost);
    const expected = newlyLost + Math.max(0, received - this.#before.received);
    this.#before = { received, lost };
    const report = this.#report;
    return {
      ssrc,
      fractionLost: expected === 0 ? 0 : newlyLost / expected,
      lost,
      highest,
      jitter: (jitterMs * clockRate) / 1000,
      lastReport: report?.time ?? 0,
      sinceReport: report === undefined ? 0 : ((this.#clock.monotonic() - report.at) * 65_536) / 1000,
    };
  }
}
