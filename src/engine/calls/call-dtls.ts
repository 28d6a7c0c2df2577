import type { Clock, Off } from '../../core/clock.ts';
import type { DtlsFlow } from '../dtls/dtls-contract.ts';
import { DtlsHandshake, type DtlsIdentity } from '../dtls/dtls-handshake.ts';
import { RateLimit } from '../rtp/rate-limit.ts';
import type { CallKeys } from './call-contract.ts';
import type { PathKind } from './call-path.ts';
import { type Endpoint, sameEndpoint } from './latch.ts';

/** So long the peer has, ms. */
const LIMIT_MS = 30_000;
/** Handshakes of one port at a time: who is quick with a wrong certificate must not keep the peer out. */
const MAX_HANDSHAKES = 4;
/** Datagrams in a second from elsewhere than the peer's address. */
const MAX_OF_STRANGERS = 100;

interface CallDtlsOptions {
  readonly clock: Clock;
  readonly identity: DtlsIdentity;
  readonly flow: DtlsFlow;
  /** Where each port of the peer is by its description; without RTCP's where it goes with RTP. */
  readonly peers: Partial<Record<PathKind, Endpoint>>;
  readonly send: (kind: PathKind, datagram: Uint8Array, to: Endpoint) => void;
  readonly done: (keys: CallKeys) => void;
  readonly failed: (why: string) => void;
}

interface Running {
  readonly kind: PathKind;
  readonly from: Endpoint;
  readonly handshake: DtlsHandshake;
}

/** The handshakes of a call, one for each port (RFC 5764, 4): whoever has the right certificate is the peer. */
export class CallDtls {
  readonly #options: CallDtlsOptions;
  readonly #strangers = new RateLimit(MAX_OF_STRANGERS);
  readonly #keys: Partial<Record<PathKind, CallKeys>> = {};
  readonly #limit: Off;
  #running: Running[] = [];
  #why = 'nobody began the handshake of DTLS';
  #ended = false;

  constructor(options: CallDtlsOptions) {
    this.#options = options;
    this.#limit = options.clock.after(LIMIT_MS, () => this.#fail(this.#why));
  }

  /** There is a way to the peer: ours to begin, where that was agreed on. */
  begin(): void {
    const { flow, peers } = this.#options;
    if (!flow.isClient || this.#ended || this.#running.length > 0) return;
    for (const kind of ['rtp', 'rtcp'] as const) {
      const peer = peers[kind];
      if (peer !== undefined) this.#open(kind, peer)?.begin();
    }
  }

  hear(kind: PathKind, datagram: Uint8Array, from: Endpoint): void {
    const { flow, peers, clock } = this.#options;
    if (this.#ended || peers[kind] === undefined) return;
    const known = this.#running.find(each => each.kind === kind && sameEndpoint(each.from, from));
    if (known !== undefined) known.handshake.take(datagram);
    else if (flow.isClient || this.#keys[kind] !== undefined) return;
    else if (from.address === peers[kind].address || this.#strangers.allows(clock.monotonic()))
      this.#open(kind, from)?.take(datagram);
  }

  close(): void {
    this.#ended = true;
    this.#limit();
    for (const { handshake } of this.#running.splice(0)) handshake.close();
  }

  #open(kind: PathKind, from: Endpoint): DtlsHandshake | undefined {
    const { clock, identity, flow, peers, send } = this.#options;
    const ofKind = this.#running.filter(each => each.kind === kind);
    if (ofKind.length === MAX_HANDSHAKES) this.#drop(ofKind.find(each => each.from.address !== peers[kind]?.address));
    if (this.#running.filter(each => each.kind === kind).length === MAX_HANDSHAKES) return undefined;
    const handshake = new DtlsHandshake({
      ...{ clock, identity, flow },
      send: datagram => send(kind, datagram, from),
      done: keys => this.#finish(running, keys),
      failed: why => this.#refuse(running, why),
    });
    const running = { kind, from: { address: from.address, port: from.port }, handshake };
    this.#running.push(running);
    return handshake;
  }

  #finish({ kind, handshake }: Running, keys: CallKeys): void {
    this.#keys[kind] = keys;
    for (const other of this.#running) if (other.kind === kind && other.handshake !== handshake) this.#drop(other);
    const { rtp, rtcp } = this.#keys;
    if (rtp === undefined || (this.#options.peers.rtcp !== undefined && rtcp === undefined)) return;
    this.#limit();
    this.#options.done(rtcp === undefined ? rtp : { ...rtp, rtcp });
  }

  #refuse(running: Running, why: string): void {
    this.#why = why;
    this.#drop(running);
    // A stranger may fail as often as he likes.
    if (sameEndpoint(running.from, this.#options.peers[running.kind]!)) this.#fail(why);
  }

  #drop(running: Running | undefined): void {
    running?.handshake.close();
    this.#running = this.#running.filter(each => each !== running);
  }

  #fail(why: string): void {
    if (this.#ended) return;
    this.close();
    this.#options.failed(why);
  }
}
