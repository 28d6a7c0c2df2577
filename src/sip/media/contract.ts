/**
 * Where signalling and media of a call meet: signalling owns the dialog and the session's part of SDP, media owns what
 * stands in an `m=` section and all that flows. Types only.
 */

import type { CallWay } from '../../engine/contract.ts';

/**
 * One `m=` section of an SDP (RFC 8866), as text: the `m=` line, `c=` and the `a=` lines, each ended by CRLF. In what
 * comes from the peer, `c=`, the direction, `ice-ufrag`, `ice-pwd`, `ice-options`, `fingerprint` and `setup` of the
 * session level stand in the section already, where it had none of its own.
 */
export type MediaSection = string;

/** The names of SDP, in which a peer and the page know them. */
export const CALL_CODECS = ['opus', 'G722', 'L16/16000', 'L16/8000', 'PCMU', 'PCMA', 'G726-32'] as const;
export type CallCodec = (typeof CALL_CODECS)[number];

export type MediaEncryption = 'none' | 'best-effort' | 'mandatory';

/** Whence the keys of encrypted sound that we offer come: out of the description (RFC 4568) or a handshake (RFC 5763). */
export type KeyExchange = 'sdes' | 'dtls';

export interface TurnServer {
  /** `host`, `host:port` or a URI of RFC 7065 (`turn:host:port?transport=tcp`). */
  readonly server: string;
  readonly username: string;
  readonly password: string;
  /** Over TLS: whether its certificate must be right. */
  readonly verify: boolean;
}

/** What a call's media shall be like: settings and account at the moment the call begins. */
export interface MediaWish {
  /** The address at which the peer reaches us, as the signalling sees it: what goes into `c=`. */
  readonly localAddress: string;
  /** The most liked first; at least one. */
  readonly codecs: readonly CallCodec[];
  readonly encryption: MediaEncryption;
  /** In our offers; a peer may offer both. */
  readonly keyExchange: KeyExchange;
  /** Ports are taken from here upwards, RTP on an even one, RTCP on the next. */
  readonly rtpStartPort: number;
  readonly ice: boolean;
  /** `host` or `host:port`; undefined where STUN is off. */
  readonly stun: string | undefined;
  /** undefined where TURN is off. */
  readonly turn: TurnServer | undefined;
  /** Of `telephone-event` (RFC 4733). */
  readonly dtmfPayloadType: number;
  /** Whether digits are sent and heard as RTP. */
  readonly dtmfByRtp: boolean;
  /** While the peer speaks nothing is sent, in the place of full duplex with echo cancellation. */
  readonly halfDuplex: boolean;
}

/** What media tell the signalling. */
export interface MediaListener {
  /** The peer dialled `0`–`9`, `*`, `#`, `A`–`D`: once for each key. */
  dtmf(tone: string): void;
  /** The first packet that was ours came. */
  connected(): void;
  /** Nothing can flow any more (ICE or DTLS failed, audiod died for good): the call is ended. */
  lost(why: string): void;
}

/** As of now; what is not known is left out. Times in ms, shares of 1. */
export interface MediaStatistics {
  /** `PCMA/8000`. */
  readonly codec?: string;
  readonly encrypted?: 'none' | 'sdes' | 'dtls';
  /** How the two reach each other, where ICE has found it. */
  readonly way?: CallWay;
  readonly packetsReceived: number;
  readonly packetsSent: number;
  readonly lostShare?: number;
  readonly jitterMs?: number;
  readonly delayMs?: number;
  /** Estimate, 1 to 4.5 (ITU-T G.107). */
  readonly mos?: number;
}

/**
 * The media of one call. All descriptions may come again at any time (hold, session refresh, another codec): ports,
 * keys and what flows stay wherever the descriptions allow it.
 */
export interface MediaSession {
  /**
   * Begins what an answer to this offer needs, so that it is there when somebody answers: ports, candidates. Without an
   * offer, what our own needs.
   */
  prepare(offer: MediaSection | undefined): void;
  /**
   * Our offer. Opens the ports and gathers candidates first.
   * @throws Fault `busy` where no port is free
   */
  offer(): Promise<MediaSection>;
  /**
   * Our answer to the peer's offer; its direction answers the offer's. Sound flows from now on.
   * @throws Fault `unsupported` where there is no common codec or encryption (becomes 488)
   */
  answer(offer: MediaSection): Promise<MediaSection>;
  /**
   * The peer's answer to our offer, early (183) or final. Sound flows from now on, as far as its direction allows.
   * @throws Fault `unsupported`
   */
  accept(answer: MediaSection): Promise<void>;
  /** More addresses of the peer, in a section of the log-in that it has (RFC 8840); others are left alone. */
  trickle(section: MediaSection): void;
  /** Digital silence in the place of the microphone, or not any more. */
  mute(muted: boolean): void;
  /** How loud the peer is here, dB. */
  setGain(gainDb: number): void;
  /** Sends these keys as RTP events, one after the other; each lasts `durationMs`. */
  sendDtmf(tones: string, durationMs: number): void;
  statistics(): MediaStatistics;
  /** Ends all; nothing is told any more. May be called again. */
  close(): void;
}

/** A call among all that sounds. */
export interface AmongSounds {
  readonly name: string;
  /** Somebody wants that sound to end. */
  stop(): void;
}

export interface MediaFactory {
  /** Nothing is opened before `prepare`, or before the first description is asked for or given. */
  open(wish: MediaWish, listener: MediaListener, among?: AmongSounds): MediaSession;
}
