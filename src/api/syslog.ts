import { MOST_SERVERS, type RemoteSyslog as Domain, SYSLOG_SETTINGS } from '../diagnostics/index.ts';
import type { Route } from '../http/index.ts';
import type { RemoteSyslog, SyslogTest } from './contract.ts';
import { bodyOf, json } from './json.ts';

interface SyslogDeps {
  readonly remoteSyslog: Pick<Domain, 'settings' | 'servers' | 'change' | 'test'>;
}

/** Servers that the logs are sent to. */
export const syslogRoutes = ({ remoteSyslog }: SyslogDeps): Route[] => [
  { path: '/api/remote-syslog', methods: ['GET'], access: 'admin', handle: () => json(told(remoteSyslog)) },
  {
    path: '/api/remote-syslog',
    methods: ['PUT'],
    access: 'admin',
    handle: async exchange => {
      await remoteSyslog.change(await bodyOf(SYSLOG_SETTINGS, exchange));
      return json(told(remoteSyslog));
    },
  },
  {
    path: '/api/remote-syslog/test',
    methods: ['POST'],
    access: 'admin',
    handle: async () => {
      const tests: readonly SyslogTest[] = (await remoteSyslog.test()).map(({ server: { address }, problem }) => ({
        address,
        problem,
      }));
      return json(tests);
    },
  },
];

const told = (remoteSyslog: SyslogDeps['remoteSyslog']): RemoteSyslog => ({
  enabled: remoteSyslog.settings.enabled,
  servers: remoteSyslog.servers(),
  most: MOST_SERVERS,
});
