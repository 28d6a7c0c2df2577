import { invalid, notFound } from '../core/fault.ts';
import { integer, object, string } from '../core/schema.ts';
import type { Diagnostics } from '../diagnostics/index.ts';
import type { Exchange, Route } from '../http/index.ts';
import type { ConnectedClient, LogText, Reached } from './contract.ts';
import { bodyOf, json } from './json.ts';

interface DiagnosticsDeps {
  readonly diagnostics: Pick<Diagnostics, 'lines' | 'ping' | 'portCheck' | 'connections'>;
  /** What is served at a port: `http`. */
  readonly serviceAt: (port: number) => string | undefined;
}

const HOST = string({ minLength: 1, maxLength: 253 });
const PING = object({ host: HOST });
const PORT_CHECK = object({ host: HOST, port: integer({ minimum: 1, maximum: 65_535 }) });

/** Logs, tests of reachability, who is connected. */
export const diagnosticsRoutes = ({ diagnostics, serviceAt }: DiagnosticsDeps): Route[] => [
  {
    path: '/api/logs/:kind',
    methods: ['GET'],
    access: 'admin',
    handle: exchange => json(logText(diagnostics, exchange)),
  },
  {
    path: '/api/ping',
    methods: ['POST'],
    access: 'admin',
    body: PING,
    handle: async exchange => {
      const reached: Reached = await diagnostics.ping((await bodyOf(PING, exchange)).host);
      return json(reached);
    },
  },
  {
    path: '/api/port-check',
    methods: ['POST'],
    access: 'admin',
    body: PORT_CHECK,
    handle: async exchange => {
      const { host, port } = await bodyOf(PORT_CHECK, exchange);
      return json(await diagnostics.portCheck(host, port));
    },
  },
  {
    path: '/api/clients',
    methods: ['GET'],
    access: 'admin',
    handle: async () => {
      const clients: readonly ConnectedClient[] = (await diagnostics.connections()).map(each => ({
        ...each,
        protocol: 'TCP',
        service: serviceAt(each.localPort) ?? '',
        process: `${process.pid}/stentord`,
      }));
      return json(clients);
    },
  },
];

function logText(diagnostics: DiagnosticsDeps['diagnostics'], { params, query }: Exchange): LogText {
  const { kind } = params;
  if (kind !== 'system' && kind !== 'access' && kind !== 'audit') throw notFound('there is no such log');
  const tail = query.get('tail') ?? '2000';
  if (!/^\d{1,5}$/.test(tail)) throw invalid('tail must be a number of lines', 'tail');
  return { lines: diagnostics.lines(kind, { filter: query.get('text') ?? '', tail: Number(tail) }) };
}
