import JsSIP from 'jssip';

/** What JsSIP wants of a network; ours is transport/, reached through the hub. */
export interface JsSipSocket {
  via_transport: string;
  url: string;
  sip_uri: string;
  onconnect?: () => void;
  ondisconnect?: (error: boolean) => void;
  ondata?: (text: string) => void;
  connect(): void;
  disconnect(): void;
  send(text: string): boolean;
}

export interface JsSipMessage {
  readonly status_code?: number;
  readonly reason_phrase?: string;
  readonly method?: string;
  readonly call_id: string;
  readonly body?: string | null;
  readonly from: { readonly uri: { toString(): string }; readonly display_name?: string | null };
  readonly to: { readonly uri: { toString(): string } };
  getHeader(name: string): string | undefined;
}

/** Why something ended, in JsSIP's words, and the message that said so. */
export interface JsSipEnding {
  readonly originator: 'local' | 'remote' | 'system';
  readonly cause: string;
  /** A mere text where JsSIP itself failed. */
  readonly message: JsSipMessage | string | null;
}

/** JsSIP's RTCSession: one call. */
export interface JsSipSession {
  readonly direction: 'incoming' | 'outgoing';
  readonly remote_identity: { readonly uri: { toString(): string }; readonly display_name?: string | null };
  readonly local_identity: { readonly uri: { toString(): string } };
  on(
    event: 'progress' | 'accepted' | 'confirmed' | 'hold' | 'unhold',
    listener: (told: { originator: string }) => void,
  ): void;
  on(event: 'ended' | 'failed', listener: (ending: JsSipEnding) => void): void;
  on(event: 'newDTMF', listener: (told: { originator: string; dtmf: { tone: string } }) => void): void;
  on(
    event: 'newInfo',
    listener: (told: { originator: string; info: { contentType: string; body: string } }) => void,
  ): void;
  on(event: 'refer' | 'replaces', listener: (told: JsSipRefer) => void): void;
  answer(options: object): void;
  terminate(options?: { status_code?: number; reason_phrase?: string; extraHeaders?: string[] }): void;
  hold(): boolean;
  unhold(): boolean;
  mute(options: { audio: boolean }): void;
  unmute(options: { audio: boolean }): void;
  sendDTMF(tones: string, options: { transportType: 'INFO' | 'RFC2833'; duration?: number }): void;
  /** False where it cannot be asked now. @param target of `parseJsSipUri`: in a text without a user JsSIP takes the host for one */
  refer(target: object, options: JsSipReferOptions): unknown;
  isEnded(): boolean;
}

interface JsSipReferOptions {
  readonly replaces?: JsSipSession;
  readonly eventHandlers: {
    readonly requestFailed: (told: { response: JsSipMessage | null; cause: string }) => void;
    readonly failed: (told: { status_line: { status_code: number; reason_phrase: string } }) => void;
    readonly accepted: () => void;
  };
}

export interface JsSipRefer {
  readonly request: JsSipMessage & { readonly refer_to?: { readonly uri: { toString(): string } } };
  accept(init: (session: JsSipSession) => void, options?: object): void;
  reject(): void;
}

export interface JsSipConfiguration {
  readonly sockets: readonly JsSipSocket[];
  readonly uri: string;
  readonly contact_uri: string;
  readonly display_name: string;
  readonly authorization_user: string;
  readonly password: string;
  readonly register: boolean;
  readonly registrar_server: string;
  readonly register_expires: number;
  readonly session_timers: boolean;
  readonly no_answer_timeout: number;
  readonly user_agent: string;
}

/** JsSIP's UA: one identity. */
export interface JsSipAgent {
  start(): void;
  stop(): void;
  register(): void;
  terminateSessions(): void;
  isRegistered(): boolean;
  call(target: object, options: object): JsSipSession;
  on(
    event: 'unregistered' | 'registrationFailed',
    listener: (told: { response: JsSipMessage | null; cause?: string | null }) => void,
  ): void;
  on(event: 'registrationExpiring', listener: () => void): void;
  on(
    event: 'newRTCSession',
    listener: (told: { originator: string; session: JsSipSession; request: JsSipMessage }) => void,
  ): void;
}

/** What JsSIP takes from the browser by its name. */
interface Browser {
  window: object;
  RTCPeerConnection: unknown;
  RTCSessionDescription: unknown;
}

/** As the browser's: a kind and a text. */
class Description {
  readonly type: string;
  readonly sdp: string;

  constructor({ type, sdp }: { type: string; sdp: string }) {
    this.type = type;
    this.sdp = sdp;
  }
}

/**
 * Gives JsSIP the three names of a browser that it looks for. `window` has nothing but them, so that nobody else takes
 * us for a browser.
 */
export function lendBrowser(peerConnection: unknown): void {
  const names: Browser = {
    window: { RTCPeerConnection: peerConnection },
    RTCPeerConnection: peerConnection,
    RTCSessionDescription: Description,
  };
  for (const [name, value] of Object.entries(names))
    Object.defineProperty(globalThis, name, { value, configurable: true, enumerable: false, writable: true });
}

/** @throws what JsSIP throws where the configuration is not one */
export function createAgent(configuration: JsSipConfiguration): JsSipAgent {
  const Agent = JsSIP.UA as unknown as new (configuration: JsSipConfiguration) => JsSipAgent;
  return new Agent(configuration);
}

/** A URI as JsSIP calls it: with or without a user. Undefined where the text is none. */
export const parseJsSipUri = (text: string): object | undefined => JsSIP.URI.parse(text) as object | undefined;
