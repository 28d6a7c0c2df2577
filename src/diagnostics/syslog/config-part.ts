import { parse } from '../../core/schema.ts';
import type { ConfigPart, NamedElsewhere } from '../../settings/index.ts';
import type { RemoteSyslog } from './remote-syslog.ts';
import { SYSLOG_SETTINGS, type SyslogServer, type SyslogSettings } from './settings.ts';

/** Where the logs go as a part of the whole configuration. Authorities are named; the speaker must have them. */
export function remoteSyslogConfigPart(remoteSyslog: RemoteSyslog, certificates: NamedElsewhere): ConfigPart {
  const withServers = (
    { enabled, servers }: SyslogSettings,
    change: (server: SyslogServer, index: number) => SyslogServer,
  ): SyslogSettings => ({ enabled, servers: servers.map(change) });
  const settingsIn = (content: unknown) =>
    withServers(parse(SYSLOG_SETTINGS, content, 'remoteSyslog'), (server, index) => ({
      ...server,
      authority: certificates.toId(server.authority, `servers.${index}.authority`),
    }));
  const written = (settings: SyslogSettings) =>
    withServers(settings, server => ({ ...server, authority: certificates.toName(server.authority) }));
  return {
    name: 'remoteSyslog',
    title: 'Remote system log',
    read: () => written(remoteSyslog.settings),
    check: content => written(remoteSyslog.check(settingsIn(content))),
    replace: content => remoteSyslog.change(settingsIn(content)),
  };
}
