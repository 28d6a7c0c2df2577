/** A message that is to be sent. */
export interface Waiting {
  readonly message: Buffer;
  /** Told once, when it went out, or why it did not. */
  readonly told?: (problem?: string) => void;
}

/** Bytes that wait for one server; a line has a few hundred. */
const MOST_BYTES = 256 * 1024;

/** Messages in the order they came; where there are too many, the oldest are dropped and counted. */
export class WaitingMessages {
  #messages: Waiting[] = [];
  #bytes = 0;
  #dropped = 0;

  /** How many were dropped since the start. */
  get dropped(): number {
    return this.#dropped;
  }

  get length(): number {
    return this.#messages.length;
  }

  add(waiting: Waiting): void {
    this.#messages.push(waiting);
    this.#bytes += waiting.message.length;
    while (this.#bytes > MOST_BYTES && this.#messages.length > 1) {
      this.#dropped += 1;
      this.take()?.told?.('too much was to be sent at once');
    }
  }

  /** The oldest, which waits no more. */
  take(): Waiting | undefined {
    const first = this.#messages.shift();
    this.#bytes -= first?.message.length ?? 0;
    return first;
  }

  /** Tells those who wait for an answer, whose messages are given up; the others stay. */
  giveUp(problem: string): void {
    const asked = this.#messages.filter(({ told }) => told !== undefined);
    this.#messages = this.#messages.filter(({ told }) => told === undefined);
    for (const { message, told } of asked) {
      this.#bytes -= message.length;
      told?.(problem);
    }
  }
}
