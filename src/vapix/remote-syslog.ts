import { type Fault, invalid } from '../core/fault.ts';
import { choice, integer, list, object, optional, type Schema, string } from '../core/schema.ts';
import {
  type RemoteSyslog,
  SEVERITIES,
  type SyslogServer,
  SYSLOG_FORMATS,
  SYSLOG_PROTOCOLS,
  SYSLOG_TYPES,
  usualPort,
} from '../diagnostics/index.ts';
import { type JsonApi, jsonMethod, NO_PARAMS } from './json-api.ts';
import type { JsonError } from './json-errors.ts';

/** What the CGI needs of the remote system log. */
export type VapixSyslog = Pick<RemoteSyslog, 'settings' | 'change' | 'test'>;

/** The documented limit; the page takes more. */
const MOST = 2;

const SERVERS = list(
  object({
    address: string(),
    port: optional(integer({ minimum: 1, maximum: 65_535 })),
    protocol: choice(SYSLOG_PROTOCOLS, { default: 'TLS' }),
    syslogFormat: choice(SYSLOG_FORMATS, { default: 'RFC5424' }),
    severity: choice(SEVERITIES, { default: 'Warning' }),
    type: choice(SYSLOG_TYPES, { default: 'All' }),
  }),
);

/** `remotesyslog.cgi`: servers that the logs are sent to. */
export const remoteSyslogCgi = (syslog: VapixSyslog): JsonApi => ({
  path: '/axis-cgi/remotesyslog.cgi',
  version: '1.3',
  errors: 'device',
  explain: explained,
  methods: {
    status: jsonMethod({ access: 'admin', params: NO_PARAMS, run: () => told(syslog) }),
    setup: jsonMethod({
      access: 'admin',
      params: object({ servers: SERVERS }),
      run: async ({ servers }) => {
        if (servers.length > MOST) throw invalid(TOO_MANY, 'servers');
        const wanted = servers.map(server => serverOf(server, syslog));
        await syslog.change({ enabled: wanted.length > 0, servers: wanted });
        return told(syslog);
      },
    }),
    enable: jsonMethod({ access: 'admin', params: NO_PARAMS, run: () => enable(syslog, true) }),
    disable: jsonMethod({ access: 'admin', params: NO_PARAMS, run: () => enable(syslog, false) }),
    test: jsonMethod({
      access: 'admin',
      params: NO_PARAMS,
      run: async () => {
        await syslog.test();
        return told(syslog);
      },
    }),
  },
});

async function enable(syslog: VapixSyslog, enabled: boolean) {
  await syslog.change({ ...syslog.settings, enabled });
  return told(syslog);
}

const told = ({ settings: { enabled, servers } }: VapixSyslog) => ({
  enabled,
  servers: servers.map(({ address, port, protocol, format, severity, type }) => ({
    address,
    port,
    protocol,
    syslogFormat: format,
    severity,
    type,
  })),
});

type Asked = typeof SERVERS extends Schema<(infer T)[]> ? T : never;

/** VAPIX cannot name an authority here: that of a server at the same address stays. */
function serverOf({ syslogFormat: format, ...asked }: Asked, { settings }: VapixSyslog): SyslogServer {
  const known = settings.servers.find(({ address }) => address === asked.address);
  return {
    ...asked,
    format,
    port: asked.port ?? usualPort({ protocol: asked.protocol, format }),
    authority: known?.authority ?? '',
  };
}

const TOO_MANY = 'too many servers';

/** The numbers that only this CGI has. */
function explained({ kind, field, message }: Fault): JsonError | undefined {
  if (message === TOO_MANY) return { code: 2203, message: 'Too many servers specified' };
  if (field === 'enabled')
    return { code: 2202, message: 'Remote syslog is disabled, send test message is not possible' };
  if (field?.endsWith('.address') === true && message.includes('missing')) {
    return { code: 2103, message: 'Required parameter missing' };
  }
  if (field !== 'servers') return undefined;
  if (message.includes('the same')) return { code: 2201, message: 'Identical servers not allowed' };
  return message.startsWith('no server') || kind === 'conflict'
    ? { code: 2200, message: 'No server configured' }
    : undefined;
}
