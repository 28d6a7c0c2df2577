export type LogLevel = 'error' | 'warn' | 'info' | 'debug';

export type LogSink = (level: LogLevel, area: string, message: string, details?: object) => void;

/** Logs for one area of the house; `area()` makes the log of another. */
export interface Log {
  error(message: string, details?: object): void;
  warn(message: string, details?: object): void;
  info(message: string, details?: object): void;
  debug(message: string, details?: object): void;
  area(name: string): Log;
}

/** Syslog severities (RFC 5424, 6.2.1); journald reads the `<3>` style prefix as the priority of the line. */
const SEVERITY: Record<LogLevel, number> = { error: 3, warn: 4, info: 6, debug: 7 };

const journalSink: LogSink = (level, area, message, details) => {
  const tail = details === undefined ? '' : ` ${JSON.stringify(details)}`;
  process.stdout.write(`<${SEVERITY[level]}>${area}: ${message}${tail}\n`);
};

/** For a person at a terminal. */
const lineSink: LogSink = (level, area, message, details) => {
  if (level === 'debug') return;
  const tail = details === undefined ? '' : ` ${JSON.stringify(details)}`;
  process.stdout.write(`${level === 'info' ? '' : `${level}: `}${area}: ${message}${tail}\n`);
};

/** The sink for where standard output goes: the journal, or a person. */
export const standardSink = () => (process.env['JOURNAL_STREAM'] === undefined ? lineSink : journalSink);

/** Writes to several. */
export const everySink =
  (...sinks: readonly LogSink[]): LogSink =>
  (...told) => {
    for (const sink of sinks) sink(...told);
  };

export function createLog(sink: LogSink, area = 'stentor'): Log {
  const at = (level: LogLevel) => (message: string, details?: object) => sink(level, area, message, details);
  return {
    error: at('error'),
    warn: at('warn'),
    info: at('info'),
    debug: at('debug'),
    area: name => createLog(sink, name),
  };
}
