import { isDeepStrictEqual } from 'node:util';
import type { Clock, Off } from '../../core/clock.ts';
import { factorOf } from '../../dsp/format.ts';
import type { CodecFormat, Decoder, Encoder, EncoderOptions } from '../codecs/codec.ts';
import type { Hearer } from '../listening/ears.ts';
import type { DtlsIdentity } from '../dtls/dtls-handshake.ts';
import { RateLimit } from '../rtp/rate-limit.ts';
import { NO_STREAM } from '../rtp/rtp-statistics.ts';
import type { OpenVoice } from '../voices.ts';
import type { CallCounts, CallFlow, CallNews, CallOpening } from './call-contract.ts';
import type { CallPath, PathKind, PathListener } from './call-path.ts';
import { CallReceiver } from './call-receiver.ts';
import { CallRing } from './call-ring.ts';
import { CallSecurity } from './call-security.ts';
import { CallSender, SendingState } from './call-sender.ts';
import { type Endpoint, Latch } from './latch.ts';
import { RtcpReporter } from './rtcp-reporter.ts';
import { EventWriter } from './telephone-events.ts';

/** The least that RFC 3550, 6.2 asks for. */
const REPORT_MS = 5000;
const COUNTS_MS = 1000;
const TURN_MS = 5;
/** Datagrams of strangers in a second that are looked into. */
const MAX_OF_STRANGERS = 500;
/** No packet of a call is as long, bytes. */
const MAX_DATAGRAM = 2048;
/** What Opus is told: telephony, and a network that loses some. */
const OPUS: EncoderOptions = { bitrate: 32_000, loss: 5 };

export interface CallDeps {
  readonly clock: Clock;
  readonly decoder: (format: CodecFormat) => Decoder;
  readonly encoder: (format: CodecFormat, options: EncoderOptions) => Encoder;
  readonly path: (opening: CallOpening, listener: PathListener) => Promise<CallPath>;
  /** Ours, for DTLS. @throws Fault where there is none on this machine */
  readonly identity: () => DtlsIdentity;
  /** A voice of the mixer for the peer. */
  readonly voice: () => OpenVoice;
  /** Has it hear the microphone. */
  readonly listen: (hearer: Hearer) => Off;
  /** ms that the mixer takes at once. */
  readonly blockMs: () => number;
  readonly tell: (news: CallNews) => void;
  /** The peer cannot be reached any more. */
  readonly lost: (why: string) => void;
}

/** The sound of one call, both ways. */
export class Call {
  readonly #deps: CallDeps;
  readonly #state = new SendingState();
  readonly #keys = new EventWriter();
  readonly #reporter: RtcpReporter;
  readonly #security: CallSecurity;
  readonly #strangers = new RateLimit(MAX_OF_STRANGERS);
  readonly #refused = { strangers: 0, unauthentic: 0, malformed: 0 };
  readonly #offs: Off[] = [];
  #path: CallPath | undefined;
  #flow: CallFlow | undefined;
  #latches: Record<PathKind, Latch> | undefined;
  #voice: OpenVoice | undefined;
  #ring: CallRing | undefined;
  #receiver: CallReceiver | undefined;
  #sender: Off | undefined;
  #muted = false;
  #gain = 1;
  #connected = false;
  #closed = false;

  constructor(deps: CallDeps) {
    this.#deps = deps;
    this.#reporter = new RtcpReporter(deps.clock, `${this.#state.ssrc.toString(36)}@stentor`);
    this.#security = new CallSecurity({
      ...{ clock: deps.clock, identity: deps.identity, failed: deps.lost },
      send: (kind, datagram, to) => this.#path?.send(kind, datagram, to),
      keys: keys => deps.tell({ is: 'keys', keys }),
    });
  }

  /** What flows now. */
  get flow(): CallFlow | undefined {
    return this.#flow;
  }

  /** @throws Fault where no port is free */
  async open(opening: CallOpening): Promise<void> {
    const path = await this.#deps.path(opening, {
      heard: (kind, datagram, from) => this.#hear(kind, datagram, from),
      handshake: (kind, datagram, from) => this.#security.hear(kind, datagram, from),
      ready: () => this.#security.ready(),
      lost: why => this.#deps.lost(why),
    });
    if (this.#closed) {
      path.close();
      return;
    }
    this.#path = path;
    // After a restart what flows is told before the path is there.
    if (this.#flow !== undefined) path.describe(this.#flow);
    const { port, rtcpPort, nat } = path;
    const fingerprint = opening.dtls === true ? { fingerprint: this.#deps.identity().fingerprint } : {};
    this.#deps.tell({ is: 'open', port, rtcpPort, ...(nat === undefined ? {} : { nat }), ...fingerprint });
  }

  /**
   * What flows from now on; what is as it was goes on undisturbed.
   * @throws Fault where the codec is missing on this machine
   */
  start(flow: CallFlow): void {
    const before = this.#flow;
    if (this.#closed || isDeepStrictEqual(before, flow)) return;
    this.#flow = flow;
    const { address } = flow;
    this.#latches ??= {
      rtp: new Latch({ address, port: flow.port }),
      rtcp: new Latch({ address, port: flow.rtcpPort }),
    };
    this.#latches.rtp.describe({ address, port: flow.port });
    this.#latches.rtcp.describe({ address, port: flow.rtcpPort });
    this.#security.describe(flow);
    this.#path?.describe(flow);
    this.#begin();
    if (before === undefined || soundOf(before) !== soundOf(flow)) this.#receive(flow);
    if (this.#receiver !== undefined) this.#receiver.receives = flow.receive;
    this.#send(flow);
  }

  set muted(muted: boolean) {
    this.#muted = muted;
  }

  set gainDb(gainDb: number) {
    this.#gain = factorOf(gainDb);
    if (this.#ring !== undefined) this.#ring.gain = this.#gain;
  }

  dial(tones: string, durationMs: number): void {
    this.#keys.dial(tones, durationMs);
  }

  counts(): CallCounts {
    const { received, lost, late, jitterMs, delayMs, concealedMs } = this.#receiver?.statistics() ?? NO_STREAM;
    const { roundTripMs } = this.#reporter;
    const way = this.#path?.way;
    return {
      received,
      sent: this.#state.packets,
      lost,
      late,
      jitterMs,
      playoutMs: delayMs,
      ...(roundTripMs === undefined ? {} : { roundTripMs }),
      concealedMs,
      ...(way === undefined ? {} : { way }),
      ...this.#refused,
    };
  }

  close(): void {
    if (this.#closed) return;
    if (this.#flow !== undefined) this.#report(true);
    this.#closed = true;
    for (const off of this.#offs.splice(0)) off();
    this.#sender?.();
    this.#receiver?.stop();
    this.#voice?.stop();
    this.#security.close();
    this.#path?.close();
  }

  /** The voice and the clocks of the call: from its first description to its end. */
  #begin(): void {
    if (this.#voice !== undefined) return;
    const { clock, tell } = this.#deps;
    this.#voice = this.#deps.voice();
    tell({ is: 'voice', voice: this.#voice.voice });
    this.#ring = new CallRing(this.#voice.ring, () => clock.monotonic());
    this.#ring.gain = this.#gain;
    this.#offs.push(
      clock.every(TURN_MS, () => this.#receiver?.advance()),
      clock.every(REPORT_MS, () => this.#report()),
      clock.every(COUNTS_MS, () => tell({ is: 'counts', counts: this.counts() })),
    );
  }

  #receive(flow: CallFlow): void {
    const { clock, decoder, blockMs, tell } = this.#deps;
    this.#receiver?.stop();
    this.#receiver = new CallReceiver({
      clock,
      flow,
      blockMs: blockMs(),
      decoder: () => decoder(flow.codec.format),
      ring: this.#ring!,
      dtmf: tone => tell({ is: 'dtmf', tone }),
    });
  }

  #send(flow: CallFlow): void {
    const { encoder, listen } = this.#deps;
    this.#sender?.();
    this.#sender = listen(
      new CallSender({
        flow,
        encoder: encoder(flow.codec.format, flow.codec.format.codec === 'opus' ? OPUS : {}),
        state: this.#state,
        keys: this.#keys,
        silent: () => this.#muted || (flow.halfDuplex && this.#ring?.speaks === true),
        send: packet => this.#put('rtp', packet),
      }),
    );
  }

  #report(bye = false): void {
    this.#put('rtcp', this.#reporter.next(this.#state, this.#receiver?.reception, bye));
  }

  #put(kind: PathKind, packet: Uint8Array): void {
    const to = this.#latches?.[kind].endpoint;
    const by = this.#flow?.rtcpMux === true ? 'rtp' : kind;
    const datagram = to === undefined ? undefined : this.#security.protect(kind, packet);
    if (to !== undefined && datagram !== undefined) this.#path?.send(by, datagram, to);
  }

  #hear(kind: PathKind, datagram: Uint8Array, from: Endpoint): void {
    const latch = this.#latches?.[kind];
    if (latch === undefined || this.#closed) return;
    if (!latch.knows(from) && !this.#strangers.allows(this.#deps.clock.monotonic())) this.#refused.strangers++;
    else if (datagram.length > MAX_DATAGRAM) this.#refused.malformed++;
    else if (kind === 'rtp') this.#hearRtp(datagram, from, latch);
    else this.#hearRtcp(datagram, from, latch);
  }

  #hearRtp(datagram: Uint8Array, from: Endpoint, latch: Latch): void {
    const plain = this.#security.unprotect('rtp', datagram);
    const packet = plain === undefined ? undefined : this.#receiver?.read(plain);
    if (plain === undefined) this.#refused.unauthentic++;
    else if (packet === undefined) this.#refused.malformed++;
    else if (!latch.admits(from, this.#security.isEncrypted, this.#deps.clock.monotonic())) this.#refused.strangers++;
    else {
      if (!this.#connected) this.#deps.tell({ is: 'connected' });
      this.#connected = true;
      this.#receiver?.take(plain, packet);
    }
  }

  #hearRtcp(datagram: Uint8Array, from: Endpoint, latch: Latch): void {
    const plain = this.#security.unprotect('rtcp', datagram);
    if (plain === undefined) this.#refused.unauthentic++;
    else if (!latch.admits(from, this.#security.isEncrypted, this.#deps.clock.monotonic())) this.#refused.strangers++;
    else if (!this.#reporter.hear(plain, this.#state.ssrc)) this.#refused.malformed++;
  }
}

/** What a receiver is made for; all else may change while it goes on. */
const soundOf = ({ codec, dtmf }: CallFlow) => JSON.stringify([codec, dtmf]);
