import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../../core/clock.ts';
import type { DtlsIdentity } from '../dtls/dtls-handshake.ts';
import type { CallFlow, CallKeys } from './call-contract.ts';
import { CallDtls } from './call-dtls.ts';
import { CallCrypto } from './call-keys.ts';
import type { PathKind } from './call-path.ts';
import type { Endpoint } from './latch.ts';

interface CallSecurityOptions {
  readonly clock: Clock;
  /** Ours for DTLS. @throws Fault where there is no DTLS on this machine */
  readonly identity: () => DtlsIdentity;
  readonly send: (kind: PathKind, datagram: Uint8Array, to: Endpoint) => void;
  /** A handshake brought them. */
  readonly keys: (keys: CallKeys) => void;
  readonly failed: (why: string) => void;
}

/** How a call's packets are encrypted: not at all, with keys of the descriptions, or with those of a handshake. */
export class CallSecurity {
  readonly #options: CallSecurityOptions;
  #flow: Pick<CallFlow, 'keys' | 'dtls'> = {};
  #crypto: CallCrypto | undefined;
  #dtls: CallDtls | undefined;

  constructor(options: CallSecurityOptions) {
    this.#options = options;
  }

  /** Whether whoever is understood must have the key. */
  get isEncrypted(): boolean {
    return this.#crypto !== undefined;
  }

  /** Takes what flows from now on. @throws Fault where it wants DTLS and there is none */
  describe(flow: CallFlow): void {
    const before = this.#flow;
    this.#flow = flow;
    if (!isDeepStrictEqual(before.dtls, flow.dtls)) this.#expect(flow);
    if (flow.keys !== undefined) this.#crypto = new CallCrypto(flow.keys, this.#crypto);
    else if (flow.dtls === undefined) this.#crypto = undefined;
  }

  /** There is a way to the peer. */
  ready(): void {
    this.#dtls?.begin();
  }

  hear(kind: PathKind, datagram: Uint8Array, from: Endpoint): void {
    this.#dtls?.hear(kind, datagram, from);
  }

  /** undefined where nothing may go yet. */
  protect(kind: PathKind, packet: Uint8Array): Uint8Array | undefined {
    return this.#crypto?.out[kind].protect(packet) ?? this.#plain(packet);
  }

  /** undefined where it is not the peer's, as far as keys tell. */
  unprotect(kind: PathKind, datagram: Uint8Array): Uint8Array | undefined {
    return this.#crypto === undefined ? this.#plain(datagram) : this.#crypto.in[kind].unprotect(datagram);
  }

  close(): void {
    this.#dtls?.close();
  }

  #plain(packet: Uint8Array): Uint8Array | undefined {
    return this.#flow.dtls === undefined ? packet : undefined;
  }

  /** A handshake with this peer, unless a process before us has had it. */
  #expect({ dtls, keys, address, port, rtcpPort, rtcpMux }: CallFlow): void {
    const { clock, identity, send, failed } = this.#options;
    this.#dtls?.close();
    this.#dtls = undefined;
    // The keys of another peer open nothing.
    this.#crypto = undefined;
    if (dtls === undefined || keys !== undefined) return;
    this.#dtls = new CallDtls({
      ...{ clock, identity: identity(), flow: dtls, send, failed },
      peers: { rtp: { address, port }, ...(rtcpMux === true ? {} : { rtcp: { address, port: rtcpPort } }) },
      done: found => {
        this.#crypto = new CallCrypto(found);
        this.#options.keys(found);
      },
    });
  }
}
