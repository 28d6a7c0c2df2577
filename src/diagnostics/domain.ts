import type { Clock, Off } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import { Audit, type Answered, type Watched } from './audit.ts';
import { Captures, type Tracer } from './capture.ts';
import { type Connection, ownConnections } from './clients.ts';
import type { LogBook } from './log-book.ts';
import { type LogKind, lineText } from './log-line.ts';
import { ping, portCheck } from './reach.ts';
import { Report, type ReportSection } from './report.ts';

interface DiagnosticsDeps {
  readonly book: LogBook;
  readonly tracer: Tracer;
  /** Names of the network interfaces. */
  readonly interfaces: () => readonly string[];
  readonly clock: Clock;
  readonly log: Log;
  /** Folder of what is kept. */
  readonly folder: string;
  readonly hostName: () => string;
  readonly serialNumber: string;
  /** Chapters of the report besides the logs. */
  readonly sections: readonly ReportSection[];
  /** What is noted in the audit log when a request changes it. */
  readonly watched: readonly Watched[];
}

/** What helps to find out what is wrong. */
export type Diagnostics = ReturnType<typeof createDiagnostics>;

/** The health check that asks from inside, again and again. */
const isOwnLook = ({ errand, path }: Answered) =>
  errand.account === undefined &&
  (path === '/icon.svg' || path === '/api/health') &&
  /^(::1|127\.)/.test(errand.address);

/** The diagnostics domain: logs, report, network trace, reachability. */
export function createDiagnostics(deps: DiagnosticsDeps) {
  const { book, clock, log, folder, hostName, serialNumber } = deps;
  const audit = new Audit({ book, folder, log });
  const captures = new Captures(deps);
  const text = (kind: LogKind, { filter = '', tail = Infinity }: LogWish = {}) => {
    const wanted = filter.toLowerCase();
    const lines = book.list(kind).map(line => lineText(line, hostName()));
    const found = wanted === '' ? lines : lines.filter(line => line.toLowerCase().includes(wanted));
    return tail < found.length ? found.slice(found.length - tail) : found;
  };
  const logs = (['system', 'access', 'audit'] as const).map(kind => ({
    file: `${kind}.log`,
    title: LOG_TITLES[kind],
    text: () => text(kind).join('\n'),
  }));
  const report = new Report({ sections: [...deps.sections, ...logs], clock, name: serialNumber });
  return {
    audit,
    report,
    /** The lines of a log as programs expect them, the oldest first. */
    lines: text,
    capture: captures.open.bind(captures),
    ping: (host: string) => ping(host, clock),
    portCheck: (host: string, port: number) => portCheck(host, port, clock),
    connections: (): Promise<readonly Connection[]> => ownConnections(),
    /** A request was answered: a line for the access log, and for the audit log where it changed something. */
    answered: (request: Answered): void => {
      if (isOwnLook(request)) return;
      const { errand, method, path, status } = request;
      const level = status === 401 || status === 403 || status === 429 ? 'warn' : 'info';
      const words = `${errand.address} ${errand.account ?? '-'} ${method} ${path} ${status}`;
      book.write({ kind: 'access', level, area: 'http', text: words });
      audit.answered(request);
    },
    async start(): Promise<Off> {
      await audit.load();
      const off = audit.watch(deps.watched);
      return async () => {
        off();
        await audit.written();
      };
    },
  };
}

/** Which lines. */
export interface LogWish {
  /** Only those with this in them, in any case. */
  readonly filter?: string;
  /** Only the last so many. */
  readonly tail?: number;
}

export const LOG_TITLES: Readonly<Record<LogKind, string>> = {
  system: 'System log',
  access: 'Access log',
  audit: 'Audit log',
};
