import type { Socket } from 'node:net';

interface Waiting {
  readonly pattern: RegExp;
  readonly found: (match: RegExpExecArray) => void;
}

/** What a terminal of the emulated computer says, all of it since the start. */
export class TextStream {
  readonly #waiting = new Set<Waiting>();
  readonly #listeners = new Set<(piece: string) => void>();
  #text = '';
  /** Where the next wait begins to look. */
  #seen = 0;

  /** Takes in what this socket brings; after a restart that is another one. */
  attach(socket: Socket): void {
    socket.setEncoding('utf8').on('data', (text: string) => this.#take(text));
  }

  /** All that was said. */
  get text(): string {
    return this.#text;
  }

  /** The end of what was said, for messages. */
  get tail(): string {
    return this.#text.slice(-1500);
  }

  /** Forgets what was said, so that waitFor looks for what is said from now on. */
  mark(): void {
    this.#seen = this.#text.length;
  }

  /**
   * Resolves with the first match after the one before, in what was said or will be.
   * @throws Error with the last words where it does not come in time (ms)
   */
  async waitFor(pattern: RegExp, timeoutMs = 600_000): Promise<RegExpExecArray> {
    return await new Promise((resolve, reject) => {
      const waiting: Waiting = {
        pattern,
        found: match => {
          clearTimeout(timer);
          this.#waiting.delete(waiting);
          resolve(match);
        },
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(waiting);
        reject(new Error(`not within ${timeoutMs / 1000} s: ${String(pattern)}; last words:\n${this.tail}`));
      }, timeoutMs);
      this.#waiting.add(waiting);
      this.#look(waiting);
    });
  }

  /** Hears every piece as it comes. */
  onText(listener: (piece: string) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #take(text: string): void {
    this.#text += text;
    for (const waiting of [...this.#waiting]) this.#look(waiting);
    for (const listener of [...this.#listeners]) listener(text);
  }

  #look({ pattern, found }: Waiting): void {
    const match = pattern.exec(this.#text.slice(this.#seen));
    if (match === null) return;
    this.#seen += match.index + match[0].length;
    found(match);
  }
}
