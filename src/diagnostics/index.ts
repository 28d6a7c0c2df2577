/** What helps to find out what is wrong: logs, the report, the network trace, reachability. */
export { createDiagnostics, type Diagnostics, LOG_TITLES } from './domain.ts';
export type { Answered } from './audit.ts';
export type { Tracer } from './capture.ts';
export { LogBook } from './log-book.ts';
export type { ReportSection } from './report.ts';
export { remoteSyslogConfigPart } from './syslog/config-part.ts';
export { createRemoteSyslog, type RemoteSyslog } from './syslog/remote-syslog.ts';
export {
  MOST_SERVERS,
  SEVERITIES,
  type SyslogServer,
  SYSLOG_FORMATS,
  SYSLOG_PROTOCOLS,
  SYSLOG_SETTINGS,
  SYSLOG_TYPES,
  usualPort,
} from './syslog/settings.ts';
export { programTracer, serviceTracer } from './tracers.ts';
