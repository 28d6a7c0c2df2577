import type { Clock, Off } from '../core/clock.ts';
import type { JsSipEnding, JsSipSession } from './jssip.ts';
import type { MediaSession, MediaStatistics } from './media/contract.ts';
import { audioOf } from './sdp.ts';
import { type CallTransfer, refer } from './transfer.ts';

export type CallState = 'Idle' | 'Calling' | 'Ringing' | 'Active' | 'Terminating' | 'Terminated';
export type CallReason =
  'Initiated' | 'Denied' | 'NoAnswer' | 'Busy' | 'Failed' | 'AcceptedByRemote' | 'AcceptedByDevice' | 'Terminated';

/** A call as it may be told. */
export interface CallInfo {
  readonly id: string;
  readonly direction: 'Incoming' | 'Outgoing';
  readonly state: CallState;
  readonly reason: CallReason;
  /** Why it ended, for people: `486 Busy Here`, `DNS knows no address of …`. */
  readonly details: string;
  readonly accountId: string;
  readonly remoteUri: string;
  readonly remoteName: string;
  readonly deviceUri: string;
  readonly startedAt: Date;
  readonly answeredAt: Date | undefined;
  readonly endedAt: Date | undefined;
  readonly muted: boolean;
  readonly held: boolean;
  /** The other end holds it. */
  readonly heldByPeer: boolean;
  /** The call for whose transfer this one asks. */
  readonly consults: string | undefined;
  /** The other end was asked to call somebody else. */
  readonly transfer: CallTransfer | undefined;
  /** Of its sound in the speaker, dB. */
  readonly gainDb: number;
  readonly statistics: MediaStatistics | undefined;
}

interface CallDeps {
  readonly id: string;
  readonly direction: CallInfo['direction'];
  readonly accountId: string;
  readonly remoteUri: string;
  readonly remoteName: string;
  readonly deviceUri: string;
  readonly consults?: string | undefined;
  readonly clock: Clock;
  /** How long it may last once it is answered, s; 0 is for ever. */
  readonly longestS: () => number;
  readonly changed: (call: Call) => void;
}

/** One call, from its first message until it is over. */
export class Call {
  readonly id: string;
  readonly direction: CallInfo['direction'];
  readonly accountId: string;
  readonly #deps: CallDeps;
  readonly #startedAt: Date;
  #state: CallState;
  #reason: CallReason = 'Initiated';
  #details = '';
  #answeredAt: Date | undefined;
  #endedAt: Date | undefined;
  #muted = false;
  #held = false;
  #heldByPeer = false;
  #transfer: CallTransfer | undefined;
  #gainDb = 0;
  #session: JsSipSession | undefined;
  #media: MediaSession | undefined;
  #statistics: MediaStatistics | undefined;
  #timer: Off | undefined;
  /** Why we end it, before JsSIP says so. */
  #why: { readonly reason: CallReason; readonly details: string } | undefined;

  constructor(deps: CallDeps) {
    this.#deps = deps;
    this.id = deps.id;
    this.direction = deps.direction;
    this.accountId = deps.accountId;
    this.#startedAt = deps.clock.now();
    this.#state = deps.direction === 'Incoming' ? 'Ringing' : 'Calling';
  }

  get state(): CallState {
    return this.#state;
  }

  get reason(): CallReason {
    return this.#reason;
  }

  get isHeld(): boolean {
    return this.#held;
  }

  /** The call for whose transfer this one asks. */
  get consults(): string | undefined {
    return this.#deps.consults;
  }

  get isOver(): boolean {
    return this.#state === 'Terminated';
  }

  get info(): CallInfo {
    const { remoteUri, remoteName, deviceUri } = this.#deps;
    return {
      id: this.id,
      direction: this.direction,
      state: this.#state,
      reason: this.#reason,
      details: this.#details,
      accountId: this.accountId,
      remoteUri,
      remoteName,
      deviceUri,
      startedAt: this.#startedAt,
      answeredAt: this.#answeredAt,
      endedAt: this.#endedAt,
      muted: this.#muted,
      held: this.#held,
      heldByPeer: this.#heldByPeer,
      consults: this.consults,
      transfer: this.#transfer,
      gainDb: this.#gainDb,
      statistics: this.#media?.statistics() ?? this.#statistics,
    };
  }

  /** What carries the call; a call that was ended meanwhile ends it. */
  carry(session: JsSipSession): void {
    this.#session = session;
    session.on('accepted', () => this.#accepted());
    session.on('ended', ending => this.#ended(ending));
    session.on('failed', ending => this.#ended(ending));
    session.on('hold', ({ originator }) => this.#heldThere(originator, true));
    session.on('unhold', ({ originator }) => this.#heldThere(originator, false));
    if (this.#why !== undefined) session.terminate();
  }

  /** The other end tells more of its addresses (RFC 8840). */
  trickle(fragment: string): void {
    const section = audioOf(fragment);
    if (section !== undefined) this.#media?.trickle(section);
  }

  /** What sounds in it. */
  sound(media: MediaSession): void {
    this.#media = media;
    if (this.#gainDb !== 0) media.setGain(this.#gainDb);
  }

  /** After `seconds` it is ended; what was set before is forgotten. 0 never ends it. */
  limit(seconds: number, run: () => void): void {
    this.#timer?.();
    this.#timer = seconds === 0 ? undefined : this.#deps.clock.after(seconds * 1000, run);
  }

  /** @param status of the refusal where it rings */
  end(reason: CallReason = 'Terminated', details = '', status = 480): void {
    if (this.isOver || this.#why !== undefined) return;
    this.#why = { reason, details };
    const session = this.#session;
    if (session === undefined || session.isEnded()) {
      this.#over(reason, details);
      return;
    }
    const isRinging = this.#state === 'Ringing';
    if (this.#state === 'Active') this.#become('Terminating', reason);
    session.terminate(isRinging ? { status_code: status } : {});
  }

  /** It never came to be. */
  fail(details: string): void {
    this.#over('Failed', details);
  }

  mute(muted: boolean): void {
    this.#muted = muted;
    if (muted) this.#session?.mute({ audio: true });
    else this.#session?.unmute({ audio: true });
    this.#deps.changed(this);
  }

  /** @returns whether the other end will be asked */
  hold(held: boolean): boolean {
    const asked = (held ? this.#session?.hold() : this.#session?.unhold()) ?? false;
    if (asked) {
      this.#held = held;
      this.#deps.changed(this);
    }
    return asked;
  }

  setGain(gainDb: number): void {
    this.#gainDb = gainDb;
    this.#media?.setGain(gainDb);
    this.#deps.changed(this);
  }

  sendDtmf(tones: string, way: 'rtp' | 'info'): void {
    if (way === 'rtp') this.#media?.sendDtmf(tones, 160);
    else this.#session?.sendDTMF(tones, { transportType: 'INFO', duration: 160 });
  }

  /**
   * Asks the other end to call `target`, and ends this call when they talk.
   * @param instead the call with the target that theirs is to take the place of
   * @returns whether it could be asked
   */
  transfer(target: string, instead?: Call): boolean {
    if (this.#session === undefined || this.#transfer?.state === 'asked') return false;
    return refer(this.#session, {
      target,
      replaces: instead === undefined ? undefined : instead.#session,
      tell: transfer => {
        if (this.isOver) return;
        this.#transfer = transfer;
        this.#deps.changed(this);
      },
      done: () => {
        this.end('Terminated', `transferred to ${target}`);
        instead?.end('Terminated', 'connected');
      },
    });
  }

  #heldThere(originator: string, held: boolean): void {
    if (originator !== 'remote' || this.#heldByPeer === held) return;
    this.#heldByPeer = held;
    this.#deps.changed(this);
  }

  #accepted(): void {
    if (this.#state === 'Active' || this.isOver) return;
    this.#answeredAt = this.#deps.clock.now();
    this.limit(this.#deps.longestS(), () => this.end('Terminated', 'it lasted as long as it may'));
    this.#become('Active', this.direction === 'Incoming' ? 'AcceptedByDevice' : 'AcceptedByRemote');
  }

  #ended(ending: JsSipEnding): void {
    const { reason, details } = this.#why ?? {
      reason: reasonOf(ending, this.#answeredAt !== undefined),
      details: wordsOf(ending),
    };
    this.#over(reason, details);
  }

  #over(reason: CallReason, details: string): void {
    if (this.isOver) return;
    this.#timer?.();
    this.#statistics = this.#media?.statistics();
    this.#media?.close();
    this.#media = undefined;
    this.#endedAt = this.#deps.clock.now();
    this.#details = details;
    this.#become('Terminated', reason);
  }

  #become(state: CallState, reason: CallReason): void {
    this.#state = state;
    this.#reason = reason;
    this.#deps.changed(this);
  }
}

const REASONS: Readonly<Record<number, CallReason>> = {
  401: 'Denied',
  403: 'Denied',
  407: 'Denied',
  408: 'NoAnswer',
  480: 'NoAnswer',
  486: 'Busy',
  600: 'Busy',
  603: 'Denied',
};

const responseOf = ({ message }: JsSipEnding) => (typeof message === 'string' ? null : message);

function reasonOf(ending: JsSipEnding, wasActive: boolean): CallReason {
  if (wasActive) return 'Terminated';
  const message = responseOf(ending);
  const { cause } = ending;
  if (message?.getHeader('stentor-failure') !== undefined) return 'Failed';
  const known = REASONS[message?.status_code ?? 0];
  if (known !== undefined) return known;
  if (cause === 'No Answer') return 'NoAnswer';
  return cause === 'Canceled' || cause === 'Terminated' ? 'Terminated' : 'Failed';
}

function wordsOf({ message, cause }: JsSipEnding): string {
  if (typeof message === 'string') return message;
  if (cause === 'WebRTC Error') return 'no codec or encryption that both ends have';
  const failure = message?.getHeader('stentor-failure');
  if (failure !== undefined) return failure.slice(failure.indexOf(' ') + 1);
  const status = message?.status_code;
  return status === undefined || status === 0 ? cause : `${status} ${message?.reason_phrase ?? ''}`.trim();
}
