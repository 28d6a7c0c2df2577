import { type ContentLine, wrongAt } from './content-lines.ts';

const FREQUENCIES = ['MINUTELY', 'HOURLY', 'DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'];
const WEEKDAY = 'MO|TU|WE|TH|FR|SA|SU';

interface PartKind {
  readonly form: RegExp;
  readonly least?: number;
  readonly most?: number;
}

/** What each part's values look like, and how large a number in them may be. */
const PARTS: Readonly<Record<string, PartKind>> = {
  FREQ: { form: /^[A-Z]+$/ },
  INTERVAL: { form: /^\d{1,4}$/, least: 1, most: 1000 },
  COUNT: { form: /^\d{1,10}$/, least: 1 },
  UNTIL: { form: /^\d{8}(T\d{6}Z?)?$/ },
  WKST: { form: new RegExp(`^(${WEEKDAY})$`) },
  BYDAY: { form: new RegExp(`^[+-]?\\d{0,2}(${WEEKDAY})$`) },
  BYMONTH: { form: /^\d{1,2}$/, least: 1, most: 12 },
  BYMONTHDAY: { form: /^[+-]?\d{1,2}$/, least: 1, most: 31 },
  BYYEARDAY: { form: /^[+-]?\d{1,3}$/, least: 1, most: 366 },
  BYWEEKNO: { form: /^[+-]?\d{1,2}$/, least: 1, most: 53 },
  BYSETPOS: { form: /^[+-]?\d{1,3}$/, least: 1, most: 366 },
  BYHOUR: { form: /^\d{1,2}$/, most: 23 },
  BYMINUTE: { form: /^\d{1,2}$/, most: 59 },
  BYSECOND: { form: /^\d{1,2}$/, most: 59 },
};

/** BYSECOND too: nothing comes more often than once a minute. */
const SINGLE = ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'WKST', 'BYSECOND'];

/** With which frequencies a part has a meaning (RFC 5545, 3.3.10); all where it is not named. */
const ONLY_WITH: Readonly<Record<string, readonly string[]>> = {
  BYMONTHDAY: ['MINUTELY', 'HOURLY', 'DAILY', 'MONTHLY', 'YEARLY'],
  BYYEARDAY: ['YEARLY'],
  BYWEEKNO: ['YEARLY'],
  BYSETPOS: ['MONTHLY', 'YEARLY'],
};

/**
 * The parts of an RRULE, each value checked: what this lets through costs the library little (see docs/decisions/0075).
 * @throws Fault `invalid` that names the line and the part
 */
export function ruleParts({ value, line }: ContentLine): ReadonlyMap<string, readonly string[]> {
  const parts = new Map<string, readonly string[]>();
  for (const part of value.toUpperCase().replaceAll(/\s/g, '').split(';').filter(Boolean)) {
    const [name = '', values = '', ...more] = part.split('=');
    if (more.length > 0 || parts.has(name)) throw wrongAt(line, `RRULE has ${name.slice(0, 20)} twice`);
    parts.set(name, checkedValues(name, values.split(','), line));
  }
  checkTogether(parts, line);
  return parts;
}

function checkedValues(name: string, values: readonly string[], line: number): readonly string[] {
  const kind = Object.hasOwn(PARTS, name) ? PARTS[name] : undefined;
  if (kind === undefined) throw wrongAt(line, `RRULE has no part ${name.slice(0, 20)}`);
  if (SINGLE.includes(name) && values.length > 1) throw wrongAt(line, `${name} has one value`);
  const wrong = values.find(value => !isValid(kind, value));
  if (wrong !== undefined) throw wrongAt(line, `${name}=${wrong.slice(0, 20)} is not valid`);
  return [...new Set(values.map(value => value.replace(/^\+/, '')))];
}

function isValid({ form, least = 0, most = Infinity }: PartKind, value: string): boolean {
  const size = Math.abs(Number.parseInt(value, 10));
  return form.test(value) && !(size < least || size > most);
}

function checkTogether(parts: ReadonlyMap<string, readonly string[]>, line: number): void {
  const freq = checkedFrequency(parts.get('FREQ')?.[0], line);
  if (parts.has('COUNT') && parts.has('UNTIL')) throw wrongAt(line, 'RRULE has COUNT or UNTIL, not both');
  const stranger = Object.keys(ONLY_WITH).find(part => parts.has(part) && ONLY_WITH[part]?.includes(freq) === false);
  if (stranger !== undefined) throw wrongAt(line, `${stranger} is not for FREQ=${freq}`);
  const days = parts.get('BYDAY') ?? [];
  if (days.some(day => /\d/.test(day))) checkNumberedDays(parts, { freq, line });
}

function checkedFrequency(freq: string | undefined, line: number): string {
  if (freq === undefined) throw wrongAt(line, 'RRULE has no FREQ');
  if (freq === 'SECONDLY') throw wrongAt(line, 'FREQ=SECONDLY is too often: at most once a minute');
  if (!FREQUENCIES.includes(freq)) throw wrongAt(line, `FREQ must be one of ${FREQUENCIES.join(', ')}`);
  return freq;
}

/** `2MO`: the second Monday, of a month or of a year. */
function checkNumberedDays(
  parts: ReadonlyMap<string, readonly string[]>,
  { freq, line }: { freq: string; line: number },
): void {
  if (freq !== 'MONTHLY' && freq !== 'YEARLY') throw wrongAt(line, `BYDAY has no numbers where FREQ=${freq}`);
  const other = ['BYMONTHDAY', 'BYYEARDAY', 'BYWEEKNO'].find(name => parts.has(name));
  if (other !== undefined) throw wrongAt(line, `BYDAY has no numbers beside ${other}`);
  const isMonthly = freq === 'MONTHLY' || parts.has('BYMONTH');
  for (const day of parts.get('BYDAY') ?? []) {
    const nth = Math.abs(Number.parseInt(day, 10));
    if (nth === 0 || nth > (isMonthly ? 5 : 53)) throw wrongAt(line, `BYDAY=${day} is not valid`);
  }
}
