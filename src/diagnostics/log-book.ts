import type { Clock, Off } from '../core/clock.ts';
import { Listeners } from '../core/listeners.ts';
import type { LogSink } from '../core/log.ts';
import { scrub } from '../core/scrub.ts';
import { type LogKind, type LogLine, oneLine } from './log-line.ts';
import { Recent } from './recent.ts';

/** Lines kept of each log. */
const MOST_LINES = 2000;
/** Characters of one line: details may hold whole answers of others. */
const LONGEST = 2000;

/** The logs, as far as they are kept in memory, without secrets. A restart of the speaker within its process keeps them. */
export class LogBook {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #lines: Readonly<Record<LogKind, Recent<LogLine>>> = {
    system: new Recent(MOST_LINES),
    access: new Recent(MOST_LINES),
    audit: new Recent(MOST_LINES),
  };
  readonly #listeners = new Listeners<readonly [LogLine]>();

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** Where the system log comes from; what is only for those who look for bugs is left out. */
  readonly sink: LogSink = (level, area, message, details) => {
    if (level === 'debug') return;
    const tail = details === undefined ? '' : ` ${JSON.stringify(details)}`;
    this.write({ kind: 'system', level, area, text: `${message}${tail}` });
  };

  write(line: Omit<LogLine, 'time'>): LogLine {
    const text = oneLine(scrub(line.text)).slice(0, LONGEST);
    const written = { ...line, text, time: this.#clock.now() };
    this.#lines[line.kind].add(written);
    this.#listeners.tell(written);
    return written;
  }

  /** The oldest first. */
  list(kind: LogKind): readonly LogLine[] {
    return this.#lines[kind].list();
  }

  /** Puts lines of an earlier life before those of this one. */
  recall(lines: readonly LogLine[]): void {
    for (const line of lines) this.#lines[line.kind].add(line);
  }

  onLine(listener: (line: LogLine) => void): Off {
    return this.#listeners.add(listener);
  }
}
