/** Servers that the logs are sent to. Part of contract.ts. */

export type SyslogSeverity =
  'Emergency' | 'Alert' | 'Critical' | 'Error' | 'Warning' | 'Notice' | 'Informational' | 'Debug';

export interface SyslogServer {
  /** A name or an address. */
  readonly address: string;
  readonly port: number;
  readonly protocol: 'UDP' | 'TCP' | 'TLS';
  readonly format: 'RFC5424' | 'RFC3164';
  /** The least severe that is sent. */
  readonly severity: SyslogSeverity;
  /** All logs, or the audit log alone. */
  readonly type: 'All' | 'Audit';
  /** The id of a CA certificate whose servers are believed; empty for all that the speaker trusts. */
  readonly authority: string;
}

/** How it goes with one server. */
export interface SyslogStatus {
  /** `waiting`: there is a problem, and it is tried again. */
  readonly state: 'connecting' | 'open' | 'waiting';
  readonly problem?: string | undefined;
  /** Messages since the start or the last change. */
  readonly sent: number;
  readonly dropped: number;
  readonly waiting: number;
}

/** GET /api/remote-syslog (admin). PUT takes a SyslogChange. */
export interface RemoteSyslog {
  readonly enabled: boolean;
  /** `status` is there while something is sent. */
  readonly servers: readonly (SyslogServer & { readonly status?: SyslogStatus | undefined })[];
  /** How many servers there may be. */
  readonly most: number;
}

export interface SyslogChange {
  readonly enabled: boolean;
  readonly servers: readonly SyslogServer[];
}

/** POST /api/remote-syslog/test (admin): what became of a test message, for each server. */
export interface SyslogTest {
  readonly address: string;
  /** Why it could not be sent. */
  readonly problem?: string | undefined;
}
