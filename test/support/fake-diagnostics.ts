import { PassThrough } from 'node:stream';
import type { Clock } from '../../src/core/clock.ts';
import { createLog } from '../../src/core/log.ts';
import { createDiagnostics, LogBook, type ReportSection, type Tracer } from '../../src/diagnostics/index.ts';

interface FakeDiagnosticsOptions {
  readonly clock: Clock;
  readonly folder?: string;
  readonly sections?: readonly ReportSection[];
  readonly tracer?: Tracer;
}

interface Traced {
  readonly stream: PassThrough;
  /** Interfaces and filters. */
  readonly wishes: string[];
  stopped: number;
  fail: (why: string) => void;
}

/** Diagnostics whose packets come from the test, and whose logs are in memory. */
export function fakeDiagnostics({ clock, folder = '/nonexistent', sections = [], tracer }: FakeDiagnosticsOptions) {
  const book = new LogBook(clock);
  const traced: Traced = { stream: new PassThrough(), wishes: [], stopped: 0, fail: () => undefined };
  const diagnostics = createDiagnostics({
    book,
    tracer:
      tracer ??
      (({ interface: name, filter }) => {
        traced.wishes.push(`${name} ${filter}`);
        const ended = new Promise<string>(resolve => (traced.fail = resolve));
        return { stream: traced.stream, stop: () => (traced.stopped += 1), ended };
      }),
    interfaces: () => ['lo', 'end0'],
    clock,
    log: createLog(book.sink, 'diagnostics'),
    folder,
    hostName: () => 'stentor-b827eb123456',
    serialNumber: 'B827EB123456',
    sections,
    watched: [],
  });
  const serviceAt = (port: number) => (port === 443 ? 'https' : undefined);
  return { book, diagnostics, serviceAt, traced };
}
