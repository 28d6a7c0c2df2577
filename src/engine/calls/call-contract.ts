/** What the supervisor and the audio process say to each other of calls: types only. */
import type { CodecFormat } from '../codecs/codec.ts';
import type { DtlsFlow, Fingerprint } from '../dtls/dtls-contract.ts';
import type { CandidateType, IceFlow, NatFound, NatWish } from '../ice/ice-contract.ts';
import type { SrtpSuite } from '../rtp/srtp/suites.ts';

/** A codec as RTP carries it in this call. */
export interface CallCodecFormat {
  readonly format: CodecFormat;
  /** Hz of the timestamps. */
  readonly clockRate: number;
  readonly payloadType: number;
}

/** Master key and salt in hex, one behind the other, as RFC 4568 or RFC 5764 bring them. */
export interface CallKeys {
  readonly suite: SrtpSuite;
  readonly local: string;
  readonly remote: string;
  /** Of RTCP, where it has its own. */
  readonly rtcp?: Omit<CallKeys, 'rtcp'>;
}

/** What is to be opened for a call. */
export interface CallOpening {
  /** Ours, that the peer is told. */
  readonly address: string;
  /** RTP goes through the first free even port from here on, RTCP through the next. */
  readonly startPort: number;
  /** No other port will do. */
  readonly exact?: boolean;
  /** How we can be reached from behind a router. */
  readonly nat?: NatWish;
  /** RTCP needs no port of its own (RFC 5761). */
  readonly rtcpMux?: boolean;
  /** The fingerprint of our certificate is needed. */
  readonly dtls?: boolean;
}

/** What flows in a call, and where to. */
export interface CallFlow {
  /** The peer, as SDP tells it. */
  readonly address: string;
  readonly port: number;
  readonly rtcpPort: number;
  readonly codec: CallCodecFormat;
  /** Digits as RTP events (RFC 4733); without it they are tones in the sound. */
  readonly dtmf?: { readonly payloadType: number; readonly clockRate: number };
  readonly send: boolean;
  readonly receive: boolean;
  readonly halfDuplex: boolean;
  readonly keys?: CallKeys;
  /** RTCP goes with RTP (RFC 5761). */
  readonly rtcpMux?: boolean;
  /** The way is found by ICE; the address above is only where one without ICE would send to. */
  readonly ice?: IceFlow;
  /** Nothing flows before a handshake with this peer, unless keys are told. */
  readonly dtls?: DtlsFlow;
}

export type CallOrder =
  | { readonly is: 'open'; readonly opening: CallOpening }
  | { readonly is: 'flow'; readonly flow: CallFlow }
  | { readonly is: 'mute'; readonly muted: boolean }
  | { readonly is: 'gain'; readonly gainDb: number }
  | { readonly is: 'dtmf'; readonly tones: string; readonly durationMs: number }
  | { readonly is: 'close' };

/** How the two reach each other. */
export interface CallWay {
  /** Whether what we send goes by our TURN server. */
  readonly isRelayed: boolean;
  /** What kind of address the peer has for us. */
  readonly peer: CandidateType;
}

/** As of now, counted since the call began. */
export interface CallCounts {
  readonly received: number;
  readonly sent: number;
  readonly lost: number;
  /** Packets that came after they were due. */
  readonly late: number;
  readonly jitterMs: number;
  /** From a packet's arrival until the mixer takes it. */
  readonly playoutMs: number;
  /** There and back, of RTCP; unknown until the peer has answered a report. */
  readonly roundTripMs?: number;
  readonly concealedMs: number;
  /** Found by ICE. */
  readonly way?: CallWay;
  /** Datagrams of others than the peer, without a valid key, and without a meaning. */
  readonly strangers: number;
  readonly unauthentic: number;
  readonly malformed: number;
}

export type CallNews =
  | {
      readonly is: 'open';
      readonly port: number;
      readonly rtcpPort: number;
      /** Where it was asked for. */
      readonly nat?: NatFound;
      readonly fingerprint?: Fingerprint;
    }
  /** The handshake of DTLS brought them; a process after this one must be told. */
  | { readonly is: 'keys'; readonly keys: CallKeys }
  | { readonly is: 'failed'; readonly kind: 'busy' | 'unavailable'; readonly why: string }
  | { readonly is: 'dtmf'; readonly tone: string }
  /** The number of its voice in the mixer. */
  | { readonly is: 'voice'; readonly voice: number }
  /** The first packet that was the peer's came. */
  | { readonly is: 'connected' }
  | { readonly is: 'counts'; readonly counts: CallCounts };
