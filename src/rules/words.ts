import type { EventDef } from '../events/index.ts';
import type { Condition } from './rule.ts';

type Values = Readonly<Record<string, unknown>>;

/** Values of an event's data: "port 3, active yes". */
export function valuesInWords(values: Values): string {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${fieldInWords(name)} ${valueInWords(value)}`)
    .join(', ');
}

/** A condition as it reads in a sentence: `"Virtual input" with port 3, active yes`. */
export function conditionInWords({ title }: EventDef, { fields }: Condition): string {
  const values = valuesInWords(fields);
  return values === '' ? `"${title}"` : `"${title}" with ${values}`;
}

/** Why data is not what a condition waits for: "active is no, not yes"; empty where it is. */
export function differenceInWords({ fields }: Condition, data: unknown): string {
  const values = data as Values;
  return Object.entries(fields)
    .filter(([name, wanted]) => values[name] !== wanted)
    .map(([name, wanted]) => `${fieldInWords(name)} is ${valueInWords(values[name])}, not ${valueInWords(wanted)}`)
    .join(', ');
}

/** "fileName" is read as "file name". */
const fieldInWords = (name: string) => name.replaceAll(/[A-Z]/gu, letter => ` ${letter.toLowerCase()}`);

function valueInWords(value: unknown): string {
  if (value === true) return 'yes';
  if (value === false) return 'no';
  if (value === undefined || value === '') return 'empty';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/** s as h:mm:ss, without what is zero in front: "1:00:05", "12 s". */
export function spanInWords(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const two = (value: number) => String(value).padStart(2, '0');
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
