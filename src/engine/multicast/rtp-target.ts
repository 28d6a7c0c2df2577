import type { RtpCodec } from './rtp-source.ts';

/** Where sound is sent to, and how. */
export interface RtpTarget {
  /** IPv4; a multicast group or somebody's address. */
  readonly address: string;
  readonly port: number;
  readonly codec: RtpCodec;
  /** Routers that a packet to a group may pass, and one more. */
  readonly ttl: number;
  /** How urgent the packets are (RFC 2474), 0..63. */
  readonly dscp: number;
  /** An IPv4 address of ours whose interface is to be used; empty lets the routes decide. */
  readonly from: string;
  /** As that of a source; empty without encryption. */
  readonly srtpKey: string;
}
