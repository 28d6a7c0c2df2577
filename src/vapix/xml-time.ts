import { instant } from '../core/clock.ts';
import { invalid } from '../core/fault.ts';

const DURATION = /^(-)?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
/** Milliseconds of a year, month, day, hour, minute, second; the first two on average. */
const UNITS = [31_556_952_000, 2_629_746_000, 86_400_000, 3_600_000, 60_000, 1000];

/** A duration of XML Schema (part 2, 3.2.6) such as `PT1M`, in ms. @throws Fault `invalid` */
export function durationMs(text: string, field: string): number {
  const found: readonly (string | undefined)[] = DURATION.exec(text.length > 64 ? '' : text) ?? [];
  const [, minus, ...numbers] = found;
  if (numbers.every(number => number === undefined)) throw invalid(`${field} must be a duration such as PT1M`, field);
  const ms = numbers.reduce((sum, number, i) => sum + Number(number ?? 0) * (UNITS[i] ?? 0), 0);
  return minus === undefined ? ms : -ms;
}

/** How far away a time is that is told as a duration or as a date with time, ms. @throws Fault `invalid` */
export function untilMs(text: string, now: Date, field: string): number {
  if (!/^\d{4}-/.test(text)) return durationMs(text, field);
  // XML Schema takes a time without a zone; ONVIF means UTC by it.
  const at = instant(/(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`).getTime();
  if (Number.isNaN(at)) throw invalid(`${field} must be a date with time or a duration`, field);
  return at - now.getTime();
}
