import { Fault, invalid } from '../core/fault.ts';
import type { Diagnostics } from '../diagnostics/index.ts';
import { LOG_TITLES } from '../diagnostics/index.ts';
import type { Answer, Exchange, Route } from '../http/index.ts';
import { oneLine, plain } from './answers.ts';

export type VapixDiagnostics = Pick<Diagnostics, 'lines' | 'report' | 'capture' | 'ping' | 'portCheck' | 'connections'>;

interface DiagnosticsDeps {
  readonly diagnostics: VapixDiagnostics;
  /** What is served at a port: `http`. */
  readonly serviceAt: (port: number) => string | undefined;
}

/** Reports, logs, network traces and tests of reachability; all for administrators. */
export const diagnosticCgis = (deps: DiagnosticsDeps): Route[] => [
  admin('serverreport.cgi', exchange => serverReport(deps, exchange)),
  admin('systemlog.cgi', async exchange => log(deps, 'system', await exchange.args())),
  admin('accesslog.cgi', async exchange => log(deps, 'access', await exchange.args())),
  admin('auditlog.cgi', async exchange => auditLog(deps, await exchange.args())),
  admin('debug/debug.tgz', exchange => debug(deps, exchange)),
  admin('pingtest.cgi', async exchange => {
    const { words } = await deps.diagnostics.ping(needed(await exchange.args(), 'ip'));
    return plain(`${oneLine(words)}\n`);
  }),
  admin('tcptest.cgi', async exchange => {
    const all = await exchange.args();
    const { words } = await deps.diagnostics.portCheck(needed(all, 'address'), Number(needed(all, 'port')));
    return plain(`${oneLine(words)}\n`);
  }),
  admin('connection_list.cgi', async () => connectionList(deps)),
];

const admin = (name: string, handle: (exchange: Exchange) => Promise<Answer>): Route => ({
  path: `/axis-cgi/${name}`,
  methods: ['GET', 'POST'],
  access: 'admin',
  handle,
  refuse,
});

const STATUS: Partial<Record<Fault['kind'], number>> = {
  invalid: 400,
  unsupported: 400,
  'too-large': 413,
  busy: 503,
  unavailable: 503,
  full: 507,
};

const refuse = ({ kind, message }: Fault): Answer => ({
  ...plain(`Error: ${oneLine(message)}\n`),
  status: kind === 'forbidden' ? 401 : (STATUS[kind] ?? 500),
});

function needed(args: URLSearchParams, name: string): string {
  const value = args.get(name);
  if (value === null || value === '') throw invalid(`${name} is missing`, name);
  return value;
}

async function serverReport({ diagnostics: { report } }: DiagnosticsDeps, exchange: Exchange): Promise<Answer> {
  const mode = (await exchange.args()).get('mode') ?? 'text';
  switch (mode) {
    case 'text':
      return plain(await report.text());
    // A speaker has no image that could be added.
    case 'zip':
    case 'zip_with_image':
      return file(`${report.fileName}.zip`, 'application/zip', await report.zip());
    case 'tar_all':
      return file(`${report.fileName}.tar`, 'application/x-tar', await report.tar());
    default:
      throw invalid('mode must be text, zip, zip_with_image or tar_all', 'mode');
  }
}

const file = (name: string, type: string, body: Answer['body'] = ''): Answer => ({
  type,
  body,
  headers: { 'Content-Disposition': `attachment; filename="${name}"` },
});

function log({ diagnostics }: DiagnosticsDeps, kind: 'system' | 'access', args: URLSearchParams): Answer {
  const lines = diagnostics.lines(kind, { filter: args.get('text') ?? '' });
  return plain(`\n----- ${LOG_TITLES[kind]} -----\n\n\n${lines.map(line => `${line}\n`).join('')}`);
}

const AUDIT_VERSION = '1.0';

function auditLog({ diagnostics }: DiagnosticsDeps, args: URLSearchParams): Answer {
  if (args.get('version') === 'true') return plain(`${AUDIT_VERSION}\n`);
  const wanted = args.get('tail');
  if (wanted !== null && !/^[1-9]\d{0,5}$/.test(wanted)) throw invalid('tail must be a number of lines', 'tail');
  const lines = diagnostics.lines('audit', wanted === null ? {} : { tail: Number(wanted) });
  return plain(lines.map(line => `${line}\n`).join(''));
}

/** Seconds of a trace that does not say for how long. */
const TRACE_S = 30;

async function debug({ diagnostics }: DiagnosticsDeps, exchange: Exchange): Promise<Answer> {
  const { query, remote, remotePort, signal } = exchange;
  if (query.has('listen')) throw new Fault('unsupported', 'core dumps are not collected here');
  const command = query.get('cmd');
  if (command === null) {
    const { report } = diagnostics;
    return file(`${report.fileName}.tgz`, 'application/gzip', await report.tgz());
  }
  if (command !== 'pcapdump') throw invalid('cmd must be pcapdump', 'cmd');
  const body = await diagnostics.capture({
    seconds: Number(query.get('duration') ?? TRACE_S),
    interface: query.get('interface') ?? undefined,
    peer: { address: remote, port: remotePort },
    signal,
  });
  return file('network-trace.pcap', 'application/vnd.tcpdump.pcap', body);
}

/** Columns that programs split at white space. */
async function connectionList({ diagnostics, serviceAt }: DiagnosticsDeps): Promise<Answer> {
  const rows = (await diagnostics.connections()).map(({ address, port, localPort }) =>
    [address.padEnd(39), 'tcp  ', String(port).padEnd(5), `${process.pid}/${serviceAt(localPort) ?? 'stentord'}`].join(
      ' ',
    ),
  );
  const head = ['Address'.padEnd(39), 'Proto', 'Port ', 'PID/Service'].join(' ');
  return plain([head, ...rows].map(row => `${row}\n`).join(''));
}
