/** What is told of ICE (RFC 8445) and its servers: types only. */

/** 1 is RTP, 2 RTCP. */
export type Component = 1 | 2;

export type CandidateType = 'host' | 'srflx' | 'prflx' | 'relay';

/** An address at which one of the two can perhaps be reached; UDP only. */
export interface IceCandidate {
  readonly foundation: string;
  readonly component: Component;
  readonly priority: number;
  readonly address: string;
  readonly port: number;
  readonly type: CandidateType;
  /** Behind which it is, for other than hosts. */
  readonly related?: { readonly address: string; readonly port: number };
}

/** How the two prove to each other who they are (RFC 8839, 5.4). */
export interface IceLogin {
  readonly ufrag: string;
  readonly password: string;
}

/** The peer as its description tells it, and which part we play. */
export interface IceFlow {
  readonly local: IceLogin;
  readonly remote: IceLogin;
  readonly candidates: readonly IceCandidate[];
  /** The peer only answers. */
  readonly isLite: boolean;
  /** Whether we have offered, and so choose. */
  readonly isControlling: boolean;
}

/** A server of STUN, its name already looked up. */
export interface StunServer {
  readonly address: string;
  readonly port: number;
}

export interface TurnLogin extends StunServer {
  readonly transport: 'udp' | 'tcp' | 'tls';
  readonly username: string;
  readonly password: string;
  /** Over TLS: what the certificate must be for; undefined where it is not looked at. */
  readonly verify?: string | undefined;
  /** Who may vouch for it beside the authorities that Node knows, PEM. */
  readonly authorities?: readonly string[];
}

/** What is done so that a peer behind another router reaches us. */
export interface NatWish {
  /** With ICE. */
  readonly ice?: IceLogin;
  readonly stun?: StunServer;
  readonly turn?: TurnLogin;
}

/** What came of it. */
export interface NatFound {
  readonly candidates: readonly IceCandidate[];
  /** Where a peer without ICE is to send to. */
  readonly address: string;
  readonly port: number;
  readonly rtcpPort: number;
  /** What went wrong, in words for a person. */
  readonly problems: readonly string[];
}
