/** The speaker as a telephone. Part of contract.ts. */

export type CallState = 'Idle' | 'Calling' | 'Ringing' | 'Active' | 'Terminating' | 'Terminated';

/**
 * GET /api/sip (operator). What is set as `Stentor.SIP.…` goes over /api/settings; the password of the TURN server over
 * PUT /api/sip/turn-password `{password}` (admin).
 */
export interface SipState {
  /** `waiting`: other ports take effect when the calls are over. */
  readonly state: 'off' | 'on' | 'waiting' | 'failed';
  readonly text: string;
  readonly port: number;
  readonly tlsPort: number;
  readonly hasTurnPassword: boolean;
  readonly accounts: readonly SipAccount[];
  /** The newest first: those that run, and some of those that are over. */
  readonly calls: readonly SipCall[];
}

export interface DtmfSequence {
  readonly sequence: string;
  readonly description: string;
}

/**
 * POST /api/sip/accounts, PATCH and DELETE /api/sip/accounts/:id (admin) take SipAccountChange; a `password` that is left
 * out stays what it is, an empty one is taken away.
 */
export interface SipAccount {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
  readonly userId: string;
  readonly authenticationId: string;
  readonly domain: string;
  readonly callerId: string;
  readonly registrar: string;
  readonly secondaryRegistrar: string;
  readonly secondaryDomain: string;
  readonly proxies: readonly string[];
  readonly registered: boolean;
  readonly isDefault: boolean;
  readonly autoAnswer: boolean;
  readonly transport: 'udp' | 'tcp' | 'tls';
  readonly sips: boolean;
  readonly preferIpv6: boolean;
  readonly mediaEncryption: 'none' | 'best-effort' | 'mandatory';
  readonly keyExchange: 'sdes' | 'dtls';
  readonly verifyServerCertificate: boolean;
  readonly allowMwi: boolean;
  readonly dtmfByRtp: boolean;
  readonly dtmfByInfo: boolean;
  readonly dtmfSequences: readonly DtmfSequence[];
  readonly hasPassword: boolean;
  readonly status: SipAccountStatus;
}

export type SipAccountChange = Partial<Omit<SipAccount, 'id' | 'hasPassword' | 'status'>> & {
  readonly password?: string;
};

export interface SipAccountStatus {
  readonly state: 'not-registering' | 'registering' | 'registered' | 'failed';
  /** `dns`, `udp`, `tcp`, `tls`, `time-out` or the registrar's status: `401`, `403`. */
  readonly failure?: string;
  readonly text: string;
  readonly registrar: string;
  /** ISO 8601. */
  readonly since: string;
}

/**
 * POST /api/sip/calls `{to, account?}` (operator) calls and answers `{id}`; POST /api/sip/calls/:id/answer, …/end,
 * …/mute `{muted}`, …/hold `{held}`, …/gain `{gainDb}`, …/dtmf `{tones}`, …/transfer `{to}` (operator). …/consult `{to}` holds the
 * call and calls somebody else, …/connect of that other call connects both ends with each other (operator).
 */
export interface SipCall {
  readonly id: string;
  readonly direction: 'Incoming' | 'Outgoing';
  readonly state: CallState;
  readonly reason: string;
  /** Why it ended, for people. */
  readonly details: string;
  readonly account: string;
  readonly remoteUri: string;
  readonly remoteName: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly answeredAt?: string;
  readonly endedAt?: string;
  readonly muted: boolean;
  readonly held: boolean;
  /** The other end holds it. */
  readonly heldByPeer: boolean;
  /** The call for whose transfer this one asks. */
  readonly consults?: string;
  readonly transfer?: SipTransfer;
  /** Of its sound in the speaker, dB. */
  readonly gainDb: number;
  readonly statistics?: SipCallStatistics;
}

/** The other end was asked to call somebody else; the call ends when they talk. */
export interface SipTransfer {
  readonly to: string;
  readonly state: 'asked' | 'failed';
  /** Why it failed, for people. */
  readonly text: string;
}

export interface SipCallStatistics {
  readonly codec?: string;
  readonly encrypted?: string;
  readonly packetsReceived: number;
  readonly packetsSent: number;
  readonly lostShare?: number;
  readonly jitterMs?: number;
  readonly delayMs?: number;
  readonly mos?: number;
}

/** GET /api/sip/dialogs (admin): the last fifty dialogs, the newest first, secrets blanked. */
export interface SipDialog {
  readonly callId: string;
  readonly method: string;
  readonly from: string;
  readonly to: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly messages: readonly SipMessageLogged[];
  /** How many more there were. */
  readonly dropped: number;
}

export interface SipMessageLogged {
  readonly at: string;
  readonly direction: 'in' | 'out';
  readonly protocol: string;
  readonly peer: string;
  readonly title: string;
  readonly text: string;
}
