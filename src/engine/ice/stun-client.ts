import type { Clock, Off } from '../../core/clock.ts';
import type { Endpoint } from '../calls/latch.ts';
import { buildStun, isSignedBy, newTransaction, type StunDraft, type StunMessage } from './stun.ts';

/** RFC 8489, 6.2.1: the first repetition over UDP comes so late, ms; each wait is twice the one before. */
const FIRST_MS = 500;
export interface StunAsk extends Omit<StunDraft, 'kind' | 'transaction' | 'attributes'> {
  readonly to: Endpoint;
  readonly send: (datagram: Uint8Array, to: Endpoint) => void;
  /** Some attributes are masked with the transaction. */
  readonly attributes: (transaction: string) => StunDraft['attributes'];
  /** How often it is sent at most; once over a stream. */
  readonly times: number;
  /** For how long an answer is waited for after the last time, ms; twice the wait before where it is left out. */
  readonly patienceMs?: number;
  /** What signs the answer, where that is not what signs the question; one without a right signature is no answer. */
  readonly answerKey?: string | Buffer | undefined;
}

export interface StunAnswer {
  readonly message: StunMessage;
  readonly from: Endpoint;
}

interface Waiting {
  readonly key: string | Buffer | undefined;
  readonly settle: (answer: StunAnswer | undefined) => void;
}

/** Questions of STUN that wait for an answer. */
export class StunClient {
  readonly #clock: Clock;
  readonly #waiting = new Map<string, Waiting>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The answer, an error response too; undefined where none comes in time or all is over. */
  ask(ask: StunAsk): Promise<StunAnswer | undefined> {
    const transaction = newTransaction();
    const { method, key, fingerprint = false, to } = ask;
    const datagram = buildStun({
      ...{ method, key, fingerprint, transaction },
      kind: 'request',
      attributes: ask.attributes(transaction),
    });
    return new Promise(resolve => {
      let off: Off | undefined;
      const settle = (answer: StunAnswer | undefined) => {
        off?.();
        this.#waiting.delete(transaction);
        resolve(answer);
      };
      const send = (left: number, wait: number) => {
        if (left > 0) ask.send(datagram, to);
        if (left === 0) settle(undefined);
        else if (left === 1) off = this.#clock.after(ask.patienceMs ?? wait, () => send(0, 0));
        else off = this.#clock.after(wait, () => send(left - 1, 2 * wait));
      };
      this.#waiting.set(transaction, { key: ask.answerKey ?? key, settle });
      send(ask.times, FIRST_MS);
    });
  }

  /** Takes an answer; returns whether somebody waited for it. */
  hear(message: StunMessage, from: Endpoint): boolean {
    if (message.kind !== 'success' && message.kind !== 'error') return false;
    const waiting = this.#waiting.get(message.transaction);
    if (waiting === undefined) return false;
    const { key } = waiting;
    // Errors of log-in cannot be signed; a forged success must be.
    const isTrue =
      key === undefined || (message.kind === 'error' && message.signed === undefined) || isSignedBy(message, key);
    if (isTrue) waiting.settle({ message, from });
    return isTrue;
  }

  /** All that wait are told that there is no answer. */
  close(): void {
    for (const { settle } of [...this.#waiting.values()]) settle(undefined);
  }
}
