import type { NatFound } from '../ice/ice-contract.ts';
import type { CallFlow, CallWay } from './call-contract.ts';
import type { Endpoint } from './latch.ts';
import { isRtcp } from './rtcp.ts';

export type PathKind = 'rtp' | 'rtcp';

/** Takes what comes on a path. */
export interface PathListener {
  readonly heard: (kind: PathKind, datagram: Uint8Array, from: Endpoint) => void;
  /** A datagram of DTLS. */
  readonly handshake: (kind: PathKind, datagram: Uint8Array, from: Endpoint) => void;
  /** What is sent reaches the peer, as far as we know. */
  readonly ready: () => void;
  /** Nothing can come or go any more. */
  readonly lost: (why: string) => void;
}

/** How a call's datagrams come and go. */
export interface CallPath {
  readonly port: number;
  readonly rtcpPort: number;
  /** How we can be reached from elsewhere; undefined where nobody asked. */
  readonly nat?: NatFound | undefined;
  /** What ICE has found. */
  readonly way?: CallWay | undefined;
  /** Whom it leads to. */
  describe(flow: CallFlow): void;
  send(kind: PathKind, datagram: Uint8Array, to: Endpoint): void;
  close(): void;
}

/** Whether it is DTLS (RFC 7983). */
const isDtls = (datagram: Uint8Array) => datagram.length > 0 && datagram[0]! > 19 && datagram[0]! < 64;

/** Gives a datagram of a port to whom it is for. */
export function hand(to: PathListener, kind: PathKind, datagram: Uint8Array, from: Endpoint): void {
  if (isDtls(datagram)) to.handshake(kind, datagram, from);
  else to.heard(isRtcp(datagram) ? 'rtcp' : kind, datagram, from);
}
