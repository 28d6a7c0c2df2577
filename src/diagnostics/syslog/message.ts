import type { LogKind, LogLine } from '../log-line.ts';
import { SEVERITIES, SEVERITY_OF, type SyslogServer } from './settings.ts';

/** Facilities (RFC 5424, 6.2.1): system daemons, local use 0, log audit. */
const FACILITIES: Readonly<Record<LogKind, number>> = { system: 3, access: 16, audit: 13 };
const APP = 'stentor';
const NIL = '-';
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** RFC 5424, 6.4: a text that is not all ASCII begins with it. */
const BYTE_ORDER_MARK = '\uFEFF';

interface Sender {
  readonly hostName: string;
  /** Of the process. */
  readonly pid: number;
}

/** A line of a log as a syslog message, without what frames it. */
export const messageOf = (line: LogLine, format: SyslogServer['format'], sender: Sender): Buffer =>
  Buffer.from(format === 'RFC5424' ? rfc5424(line, sender) : rfc3164(line, sender));

const priority = ({ kind, level }: LogLine) => 8 * FACILITIES[kind] + SEVERITIES.indexOf(SEVERITY_OF[level]);

/** RFC 5424, 6: the area of the log is the kind of message; there is no structured data. */
function rfc5424(line: LogLine, { hostName, pid }: Sender): string {
  const { time, area, text } = line;
  const mark = isAscii(text) ? '' : BYTE_ORDER_MARK;
  const header = [`<${priority(line)}>1`, time.toISOString(), word(hostName, 255), APP, pid, word(area, 32), NIL];
  return `${header.join(' ')} ${mark}${text}`;
}

/** RFC 3164, 4.1: what BSD wrote, with the local time and no year. */
function rfc3164(line: LogLine, { hostName, pid }: Sender): string {
  const { time, area, text } = line;
  const day = String(time.getDate()).padStart(2, ' ');
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map(part => String(part).padStart(2, '0'));
  const stamp = `${MONTHS[time.getMonth()] ?? ''} ${day} ${clock.join(':')}`;
  return `<${priority(line)}>${stamp} ${word(hostName, 255)} ${APP}[${pid}]: ${area}: ${text}`;
}

/** Printable ASCII without blanks, as the fields of a header have to be. */
const word = (text: string, most: number) => text.replaceAll(/[^\x21-\x7e]/g, '_').slice(0, most) || NIL;

const isAscii = (text: string) => /^[\x20-\x7e]*$/.test(text);

/** A message in a stream: its length in front (RFC 6587, 3.4.1; RFC 5425, 4.3). */
export const framed = (message: Buffer): Buffer => Buffer.concat([Buffer.from(`${message.length} `), message]);
