import { Refusal } from './refusal.ts';

interface AttendanceOptions {
  /** Whether somebody can see a page that shows the speaker as it is. */
  readonly isSeen: () => boolean;
  /** Calls back when the page comes into sight; returns what ends that. */
  readonly onSeen: (listener: () => void) => () => void;
  /** Runs every `ms` milliseconds; returns what ends that. */
  readonly every: (ms: number, run: () => void) => () => void;
  /** Asks the speaker for something, which it counts as using the login. May reject with a Refusal. */
  readonly ask: () => Promise<unknown>;
}

/** Well below the half hour after which the speaker ends a login that nobody uses. */
const ASK_MS = 300_000;

/** Keeps the login alive while somebody looks at the page without pressing anything. */
export class Attendance {
  readonly #options: AttendanceOptions;

  constructor(options: AttendanceOptions) {
    this.#options = options;
  }

  start(): () => void {
    const { isSeen, onSeen, every } = this.#options;
    const tell = () => {
      if (isSeen()) void this.#ask();
    };
    const offs = [every(ASK_MS, tell), onSeen(tell)];
    return () => offs.forEach(off => off());
  }

  /** That the speaker does not answer, others notice. */
  async #ask(): Promise<void> {
    try {
      await this.#options.ask();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }
}
