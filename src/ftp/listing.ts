import { instant } from '../core/clock.ts';

/** A file as it is listed. */
interface Listed {
  readonly location: string;
  readonly bytes: number;
  /** ISO 8601. */
  readonly addedAt: string;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const HALF_A_YEAR_MS = 182 * 86_400_000;
const two = (part: number) => String(part).padStart(2, '0');

/** Like `ls -l`, which is what every client understands; times are UTC. */
export function longLine({ location, bytes, addedAt }: Listed, now: Date): string {
  const at = instant(addedAt);
  const isOld = Math.abs(now.getTime() - at.getTime()) > HALF_A_YEAR_MS;
  const clock = isOld ? ` ${at.getUTCFullYear()}` : `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
  const day = String(at.getUTCDate()).padStart(2, ' ');
  const date = `${MONTHS[at.getUTCMonth()] ?? ''} ${day} ${clock}`;
  return `-rw-r--r-- 1 stentor stentor ${String(bytes).padStart(10, ' ')} ${date} ${location}`;
}

/** RFC 3659, 7. */
export const factsLine = (file: Listed): string =>
  `type=file;size=${file.bytes};modify=${stamp(file.addedAt)};perm=dr; ${file.location}`;

/** The one folder. */
export const FOLDER_FACTS = 'type=dir;perm=cel; /';

/** `YYYYMMDDHHMMSS`, UTC (RFC 3659, 2.3). */
export const stamp = (time: string): string => instant(time).toISOString().replaceAll(/\D/g, '').slice(0, 14);
