import type { Clock } from '../core/clock.ts';
import type { Flow, SipMessage } from './transport/index.ts';

/** One arrow of the ladder. */
export interface LoggedMessage {
  readonly at: Date;
  readonly direction: 'in' | 'out';
  readonly protocol: Flow['protocol'];
  /** `host:port` of the other end. */
  readonly peer: string;
  /** `INVITE`, `180 Ringing`. */
  readonly title: string;
  /** All of it, secrets blanked. */
  readonly text: string;
}

export interface LoggedDialog {
  readonly callId: string;
  readonly method: string;
  readonly from: string;
  readonly to: string;
  readonly startedAt: Date;
  readonly messages: readonly LoggedMessage[];
  /** Messages that were left out because there were too many. */
  readonly dropped: number;
}

interface Dialog extends LoggedDialog {
  messages: LoggedMessage[];
  dropped: number;
}

const MOST_DIALOGS = 50;
const MOST_MESSAGES = 60;
const LONGEST_TEXT = 4096;

/** The last dialogs with their messages, for whoever wants to know why a call failed. */
export class DialogLog {
  readonly #clock: Clock;
  readonly #dialogs = new Map<string, Dialog>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The newest first. */
  list(): LoggedDialog[] {
    return [...this.#dialogs.values()].reverse();
  }

  record(message: SipMessage, flow: Flow, direction: 'in' | 'out'): void {
    const { callId } = message;
    const dialog = this.#dialogs.get(callId) ?? this.#begin(message);
    if (dialog === undefined) return;
    const title = message.isRequest ? message.method : message.start.replace(/^SIP\/2\.0 /i, '');
    const repeated = dialog.messages.at(-1)?.title === title && dialog.messages.length > MOST_MESSAGES / 2;
    if (repeated || dialog.messages.length >= MOST_MESSAGES) {
      dialog.dropped += 1;
      return;
    }
    dialog.messages.push({
      at: this.#clock.now(),
      direction,
      protocol: flow.protocol,
      peer: `${flow.host}:${flow.port}`,
      title: title.slice(0, 80),
      text: blanked(message.toString()).slice(0, LONGEST_TEXT),
    });
  }

  /** Only what begins with a call or a registration: a scan of strangers must not push those out. */
  #begin(message: SipMessage): Dialog | undefined {
    if (!message.isRequest || !['INVITE', 'REGISTER'].includes(message.method)) return undefined;
    const dialog: Dialog = {
      callId: message.callId.slice(0, 256),
      method: message.method,
      from: (message.get('from') ?? '').slice(0, 256),
      to: (message.get('to') ?? '').slice(0, 256),
      startedAt: this.#clock.now(),
      messages: [],
      dropped: 0,
    };
    this.#dialogs.set(message.callId, dialog);
    const [oldest] = this.#dialogs.keys();
    if (this.#dialogs.size > MOST_DIALOGS && oldest !== undefined) this.#dialogs.delete(oldest);
    return dialog;
  }
}

/** Without what opens a door: answers to challenges, keys of media, passwords of ICE. */
const blanked = (text: string) =>
  text
    .replace(/^((?:Proxy-)?Authorization:[ \t]*\S+).*$/gim, '$1 ***')
    .replace(/(inline:)[^\s|]+/gi, '$1***')
    .replace(/^(a=ice-pwd:).*$/gim, '$1***')
    .replace(/(sips?:[^:@\s>]+:)[^@\s>]+@/gi, '$1***@');
