import type { LogLevel } from '../core/log.ts';

/** What a line belongs to: the system log tells how the speaker is, the others who came and what they changed. */
export type LogKind = 'system' | 'access' | 'audit';

/** One line of a log. */
export interface LogLine {
  readonly kind: LogKind;
  readonly time: Date;
  readonly level: LogLevel;
  /** The part of the speaker that tells it. */
  readonly area: string;
  /** One line. */
  readonly text: string;
}

const NAMES: Readonly<Record<LogLevel, string>> = { error: 'ERR', warn: 'WARNING', info: 'INFO', debug: 'DEBUG' };

const two = (part: number) => String(part).padStart(2, '0');

/** The time on the wall with its distance from UTC: `2026-03-29T02:00:00.000+01:00` (RFC 3339). */
function localTime(time: Date): string {
  const offset = -time.getTimezoneOffset();
  const away = `${offset < 0 ? '-' : '+'}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(':');
  return `${day}T${clock}.${String(time.getMilliseconds()).padStart(3, '0')}${away}`;
}

/** A line as programs expect it of a device: time, host, severity, who tells it. */
export const lineText = ({ time, level, area, text }: LogLine, hostName: string): string =>
  `${localTime(time)} ${hostName} [ ${NAMES[level].padEnd(8)}] ${area}: ${text}`;

/** Control characters would begin lines of their own, or move the cursor of who reads them at a terminal. */
export const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ');
