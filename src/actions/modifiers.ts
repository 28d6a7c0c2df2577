import { localDay } from '../core/clock.ts';

/** A sign in a text that is replaced. */
interface TimeModifier {
  readonly title: string;
  readonly fill: (time: Date) => string;
}

interface DeviceModifier {
  readonly title: string;
  readonly fill: (device: { hostName: string; address: string; macAddress: string }) => string;
}

const DAY_MS = 86_400_000;
const two = (value: number) => String(value).padStart(2, '0');
const spaced = (value: number) => String(value).padStart(2, ' ');
const three = (value: number) => String(value).padStart(3, '0');
const twelve = (time: Date) => time.getHours() % 12 || 12;
const half = (time: Date) => (time.getHours() < 12 ? 'AM' : 'PM');
const named = (time: Date, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en', options).format(time);

/** Midnights since the first of January; summer time makes a day an hour shorter or longer. */
function dayOfYear(time: Date): number {
  const today = localDay(time.getFullYear(), time.getMonth(), time.getDate());
  return Math.round((today.getTime() - localDay(time.getFullYear(), 0, 1).getTime()) / DAY_MS);
}

/** The Thursday of the week decides to which year it belongs (ISO 8601, 3.1.1.23). */
function isoWeek(time: Date): { readonly year: number; readonly week: number } {
  const thursday = localDay(time.getFullYear(), time.getMonth(), time.getDate() + 4 - (time.getDay() || 7));
  return { year: thursday.getFullYear(), week: Math.floor(dayOfYear(thursday) / 7) + 1 };
}

const weekFrom = (first: number) => (time: Date) =>
  Math.floor((dayOfYear(time) + 7 - ((time.getDay() + 7 - first) % 7)) / 7);

function offset(time: Date): string {
  const minutes = -time.getTimezoneOffset();
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${two(size % 60)}`;
}

const clock = (time: Date) => `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
const date = (time: Date) => `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
const american = (time: Date) => `${two(time.getMonth() + 1)}/${two(time.getDate())}/${two(time.getFullYear() % 100)}`;
const zone = (time: Date) =>
  new Intl.DateTimeFormat('en', { timeZoneName: 'short' })
    .formatToParts(time)
    .find(({ type }) => type === 'timeZoneName')?.value ?? '';

const HOUR_12 = (time: Date) =>
  `${two(twelve(time))}:${two(time.getMinutes())}:${two(time.getSeconds())} ${half(time)}`;
const MONTH = { month: 'short' } as const;
const WEEKDAY = { weekday: 'short' } as const;

/** What follows a `%`, as strftime of the C library writes it in the POSIX locale; `%f` are hundredths of a second. */
export const TIME_MODIFIERS: Readonly<Record<string, TimeModifier>> = {
  F: { title: 'Date, YYYY-MM-DD', fill: date },
  T: { title: 'Time, HH:MM:SS', fill: clock },
  X: { title: 'Time', fill: clock },
  x: { title: 'Date, MM/DD/YY', fill: american },
  D: { title: 'Date, MM/DD/YY', fill: american },
  c: {
    title: 'Date and time',
    fill: time =>
      `${named(time, WEEKDAY)} ${named(time, MONTH)} ${spaced(time.getDate())} ${clock(time)} ${time.getFullYear()}`,
  },
  r: { title: 'Time of 12 hours', fill: HOUR_12 },
  R: { title: 'Time, HH:MM', fill: time => `${two(time.getHours())}:${two(time.getMinutes())}` },
  p: { title: 'AM or PM', fill: half },
  z: { title: 'Offset from UTC', fill: offset },
  Z: { title: 'Time zone', fill: zone },
  C: { title: 'Century', fill: time => two(Math.floor(time.getFullYear() / 100)) },
  Y: { title: 'Year', fill: time => String(time.getFullYear()) },
  y: { title: 'Year of the century', fill: time => two(time.getFullYear() % 100) },
  G: { title: 'Year of the ISO week', fill: time => String(isoWeek(time).year) },
  g: { title: 'Year of the ISO week, two digits', fill: time => two(isoWeek(time).year % 100) },
  b: { title: 'Month, short', fill: time => named(time, MONTH) },
  h: { title: 'Month, short', fill: time => named(time, MONTH) },
  B: { title: 'Month', fill: time => named(time, { month: 'long' }) },
  m: { title: 'Month, 01–12', fill: time => two(time.getMonth() + 1) },
  U: { title: 'Week, from Sunday', fill: time => two(weekFrom(0)(time)) },
  W: { title: 'Week, from Monday', fill: time => two(weekFrom(1)(time)) },
  V: { title: 'ISO week', fill: time => two(isoWeek(time).week) },
  a: { title: 'Weekday, short', fill: time => named(time, WEEKDAY) },
  A: { title: 'Weekday', fill: time => named(time, { weekday: 'long' }) },
  d: { title: 'Day, 01–31', fill: time => two(time.getDate()) },
  e: { title: 'Day', fill: time => spaced(time.getDate()) },
  j: { title: 'Day of the year, 001–366', fill: time => three(dayOfYear(time) + 1) },
  u: { title: 'Weekday, Monday is 1', fill: time => String(time.getDay() || 7) },
  w: { title: 'Weekday, Sunday is 0', fill: time => String(time.getDay()) },
  H: { title: 'Hour, 00–23', fill: time => two(time.getHours()) },
  I: { title: 'Hour, 01–12', fill: time => two(twelve(time)) },
  k: { title: 'Hour', fill: time => spaced(time.getHours()) },
  l: { title: 'Hour of 12', fill: time => spaced(twelve(time)) },
  M: { title: 'Minute', fill: time => two(time.getMinutes()) },
  S: { title: 'Second', fill: time => two(time.getSeconds()) },
  f: { title: 'Hundredth of a second', fill: time => two(Math.floor(time.getMilliseconds() / 10)) },
  s: { title: 'Seconds since 1970', fill: time => String(Math.floor(time.getTime() / 1000)) },
  '%': { title: 'A percent sign', fill: () => '%' },
};

/** What follows a `#`. */
export const DEVICE_MODIFIERS: Readonly<Record<string, DeviceModifier>> = {
  i: { title: 'IP address', fill: ({ address }) => address },
  n: { title: 'Host name', fill: ({ hostName }) => hostName },
  m: { title: 'MAC address, the last three bytes', fill: ({ macAddress }) => bare(macAddress).slice(-6) },
  M: { title: 'MAC address', fill: ({ macAddress }) => bare(macAddress) },
  '#': { title: 'A number sign', fill: () => '#' },
};

const bare = (macAddress: string) => macAddress.replaceAll(':', '').toUpperCase();
