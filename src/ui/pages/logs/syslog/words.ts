import type { RemoteSyslog, SyslogServer } from '../../../../api/contract.ts';
import { t } from '../../../language/translate.ts';
import { told } from '../../../language/told.ts';

type Known = RemoteSyslog['servers'][number];

export const SEVERITY_WORDS: Readonly<Record<SyslogServer['severity'], string>> = {
  Debug: t('Debug: everything'),
  Informational: t('Informational'),
  Notice: t('Notice'),
  Warning: t('Warning'),
  Error: t('Error'),
  Critical: t('Critical'),
  Alert: t('Alert'),
  Emergency: t('Emergency'),
};
export const PROTOCOL_WORDS: Readonly<Record<SyslogServer['protocol'], string>> = {
  UDP: 'UDP',
  TCP: 'TCP',
  TLS: t('TLS (encrypted)'),
};
export const FORMAT_WORDS: Readonly<Record<SyslogServer['format'], string>> = {
  RFC5424: 'RFC 5424',
  RFC3164: 'RFC 3164 (BSD)',
};
export const TYPE_WORDS: Readonly<Record<SyslogServer['type'], string>> = {
  All: t('All logs'),
  Audit: t('The audit log alone'),
};

/** The port that servers mostly have. */
export const usualPort = (protocol: SyslogServer['protocol'], format: SyslogServer['format']): number => {
  if (protocol === 'TLS') return 6514;
  return protocol === 'TCP' && format === 'RFC5424' ? 601 : 514;
};

/** How it goes with a server. */
export function stateOf({ protocol, status }: Known): { readonly text: string; readonly bad: boolean } {
  if (status === undefined) return { text: t('Off'), bad: false };
  if (status.state === 'waiting')
    return { text: t('Not delivered: {problem}', { problem: told(status.problem ?? '') }), bad: true };
  if (status.state === 'connecting') return { text: t('Connecting …'), bad: false };
  return { text: protocol === 'UDP' ? t('Sending; UDP confirms nothing') : t('Connected'), bad: false };
}
