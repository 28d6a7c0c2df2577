import type { RemoteSyslog, SyslogChange, SyslogServer } from '../../../../api/contract.ts';
import { useSpeaker } from '../../../data/speaker.ts';

/** Changes whom the logs are sent to. */
export function useSyslogChange(known: RemoteSyslog) {
  const { client, remoteSyslog } = useSpeaker();
  const servers = known.servers.map(bare);
  return {
    servers,
    /** @throws Refusal */
    change: async (wanted: Partial<SyslogChange>) => {
      const body: SyslogChange = { enabled: known.enabled, servers, ...wanted };
      remoteSyslog.value.value = (await client.change({
        method: 'PUT',
        path: '/api/remote-syslog',
        body,
      })) as RemoteSyslog;
    },
  };
}

const bare = ({
  address,
  port,
  protocol,
  format,
  severity,
  type,
  authority,
}: RemoteSyslog['servers'][number]): SyslogServer => ({ address, port, protocol, format, severity, type, authority });
