/** What helps to find out what is wrong: logs, the report, the network trace, reachability. */
export { createDiagnostics, type Diagnostics, LOG_TITLES } from './domain.ts';
export type { Tracer } from './capture.ts';
export { LogBook } from './log-book.ts';
export type { ReportSection } from './report.ts';
export { programTracer, serviceTracer } from './tracers.ts';
