import { PassThrough } from 'node:stream';
import type { Clock } from '../../src/core/clock.ts';
import { notFound } from '../../src/core/fault.ts';
import { createLog } from '../../src/core/log.ts';

import { createDiagnostics, LogBook, type ReportSection, type Tracer } from '../../src/diagnostics/index.ts';
import { RemoteSyslog } from '../../src/diagnostics/syslog/remote-syslog.ts';
import { NO_SYSLOG } from '../../src/diagnostics/syslog/settings.ts';
import { memoryFile } from './memory-file.ts';

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
  const remoteSyslog = new RemoteSyslog({
    book,
    file: memoryFile(NO_SYSLOG),
    trust: {
      authority: id => {
        throw notFound(`no certificate ${id}`);
      },
      all: () => undefined,
      onChange: () => () => undefined,
    },
    hostName: () => 'stentor-b827eb123456',
    clock,
    log: createLog(book.sink, 'syslog'),
  });
  const serviceAt = (port: number) => (port === 443 ? 'https' : undefined);
  return { book, diagnostics, remoteSyslog, serviceAt, traced };
}
