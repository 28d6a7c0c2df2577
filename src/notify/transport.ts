import type { Clock } from '../core/clock.ts';
import type { Message } from './message.ts';
import type { Field, FieldValue } from './recipient.ts';

/** One delivery in progress. */
export interface Attempt {
  /** All fields of the recipient, secret ones too. */
  readonly fields: Readonly<Record<string, FieldValue>>;
  readonly message: Message;
  /** The file that is sent. */
  readonly file?: string;
  /** Names the message for good: the same at every attempt. */
  readonly id: string;
  readonly trust: Trust;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** A line of the dialogue: `> ` ours, `< ` the server's, `* ` an explanation. */
  readonly say: (line: string) => void;
}

/** Who may vouch for a server, beside those that the system trusts. */
export interface Trust {
  /** PEM. */
  readonly authorities: readonly string[];
  /** The same in one file; undefined where there are none. */
  readonly file: string | undefined;
}

/** How one type of recipient is reached. */
export interface Transport {
  readonly type: string;
  readonly title: string;
  readonly fields: readonly Field[];
  /** The kinds of messages that it can carry. */
  readonly takes: readonly Message['kind'][];
  /** What a test sends. */
  readonly sample: (about: string) => Message;
  /** @throws Fault about a field that does not go with the others */
  readonly check?: (fields: Readonly<Record<string, FieldValue>>) => void;
  /**
   * Resolves when the recipient has taken the message.
   * @throws Fault `failed` where it refuses it for good; whatever else is thrown means that it may be tried again
   */
  readonly deliver: (attempt: Attempt) => Promise<void>;
}

/** The fields of a recipient as texts and numbers; one that is not there is empty. */
export const textOf = (fields: Attempt['fields'], name: string): string => String(fields[name] ?? '');

/** ms that one attempt may take where only words are sent. */
export const WORDS_MS = 30_000;
/** ms for a file. */
export const FILE_MS = 600_000;
