import { boolean, choice, integer, list, object, type Schema, string } from '../../core/schema.ts';
import type { LogLevel } from '../../core/log.ts';

/** Severities by their numbers (RFC 5424, 6.2.1), in VAPIX's words. */
export const SEVERITIES = [
  'Emergency',
  'Alert',
  'Critical',
  'Error',
  'Warning',
  'Notice',
  'Informational',
  'Debug',
] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What each level of our log is as a severity. */
export const SEVERITY_OF: Readonly<Record<LogLevel, Severity>> = {
  error: 'Error',
  warn: 'Warning',
  info: 'Informational',
  debug: 'Debug',
};

export const SYSLOG_PROTOCOLS = ['UDP', 'TCP', 'TLS'] as const;
export const SYSLOG_FORMATS = ['RFC5424', 'RFC3164'] as const;
export const SYSLOG_TYPES = ['All', 'Audit'] as const;
export type SyslogProtocol = (typeof SYSLOG_PROTOCOLS)[number];
type SyslogFormat = (typeof SYSLOG_FORMATS)[number];

/** Whom the logs are sent to, and how. */
export interface SyslogServer {
  /** A name or an address. */
  readonly address: string;
  readonly port: number;
  readonly protocol: SyslogProtocol;
  readonly format: SyslogFormat;
  /** The least severe that is sent. */
  readonly severity: Severity;
  /** All logs, or the audit log alone. */
  readonly type: (typeof SYSLOG_TYPES)[number];
  /** The id of the authority whose servers are believed; empty for all whom the speaker trusts. For TLS. */
  readonly authority: string;
}

export interface SyslogSettings {
  readonly enabled: boolean;
  readonly servers: readonly SyslogServer[];
}

/** How many servers there may be. */
export const MOST_SERVERS = 4;

const SERVER: Schema<SyslogServer> = object({
  address: string({ minLength: 1, maxLength: 253, pattern: '^[A-Za-z0-9._:%-]+$' }),
  port: integer({ minimum: 1, maximum: 65_535 }),
  protocol: choice(SYSLOG_PROTOCOLS),
  format: choice(SYSLOG_FORMATS),
  severity: choice(SEVERITIES),
  type: choice(SYSLOG_TYPES),
  authority: string({ maxLength: 64, default: '' }),
});

export const SYSLOG_SETTINGS: Schema<SyslogSettings> = object({
  enabled: boolean(),
  servers: list(SERVER, { maxItems: MOST_SERVERS }),
});

export const NO_SYSLOG: SyslogSettings = { enabled: false, servers: [] };

/** The usual port (RFC 5426, 3.3; RFC 6587 names none, 601 is RFC 3195's; RFC 5425, 4.1), as VAPIX has it. */
export const usualPort = ({ protocol, format }: Pick<SyslogServer, 'protocol' | 'format'>): number => {
  if (protocol === 'TLS') return 6514;
  return protocol === 'TCP' && format === 'RFC5424' ? 601 : 514;
};

/** Where messages go, as it is told: `UDP 10.1.2.3:514`. */
export const nameOf = ({ protocol, address, port }: SyslogServer): string =>
  `${protocol} ${address.includes(':') ? `[${address}]` : address}:${port}`;

/** Whether a line is to be sent to this server. */
export const wants = ({ severity, type }: SyslogServer, line: { kind: string; level: LogLevel }): boolean =>
  (type === 'All' || line.kind === 'audit') &&
  SEVERITIES.indexOf(SEVERITY_OF[line.level]) <= SEVERITIES.indexOf(severity);
