import { isDeepStrictEqual } from 'node:util';
import type { ConfigPart } from '../settings/index.ts';
import { entriesOf, type Path } from './paths.ts';

/** One thing that is to change. */
export interface ConfigChange {
  /** Title of the part: "Rules". */
  readonly part: string;
  readonly kind: 'added' | 'removed' | 'changed';
  /** For people: "Output gain: −6 dB → 0 dB". It holds no secret. */
  readonly text: string;
}

interface Sides {
  readonly before: unknown;
  readonly after: unknown;
}

type Entries = readonly (readonly [string, unknown])[];

/** Compares a part with what is to take its place. */
class Comparison {
  readonly changes: ConfigChange[] = [];
  readonly #part: ConfigPart;
  readonly #isSecret: (path: Path, value: unknown) => boolean;

  constructor(part: ConfigPart, isSecret: (path: Path, value: unknown) => boolean) {
    this.#part = part;
    this.#isSecret = isSecret;
  }

  compare(path: Path, { before, after }: Sides): void {
    if (isDeepStrictEqual(before, after)) return;
    const [was, is] = [entriesOf(before), entriesOf(after)];
    // A list of plain values is one value to people.
    if (was === undefined || is === undefined || isPlainList(before) || isPlainList(after)) {
      this.#compareValues(path, { before, after });
    } else {
      this.#compareEntries(path, was, is);
      if (Array.isArray(after)) this.#compareOrder(path, was, is);
    }
  }

  #compareValues(path: Path, { before, after }: Sides): void {
    const { title, unit } = this.#part.label?.(path) ?? { title: path.join(' › ') };
    const isSecret = this.#isSecret(path, before) || this.#isSecret(path, after);
    this.#tell(
      'changed',
      `${title}: ${isSecret ? 'another secret' : `${shown(before, unit)} → ${shown(after, unit)}`}`,
    );
  }

  #compareEntries(path: Path, was: Entries, is: Entries): void {
    const [old, next] = [new Map(was), new Map(is)];
    for (const [key, before] of was) {
      if (next.has(key)) continue;
      if (isThing(before)) this.#tell('removed', nameOf(path, key));
      else this.compare([...path, key], { before, after: undefined });
    }
    for (const [key, after] of is) {
      if (!old.has(key) && isThing(after)) this.#tell('added', nameOf(path, key));
      else this.compare([...path, key], { before: old.get(key), after });
    }
  }

  #compareOrder(path: Path, was: Entries, is: Entries): void {
    const common = (entries: Entries, others: Entries) =>
      entries.map(([key]) => key).filter(key => others.some(([other]) => other === key));
    if (!isDeepStrictEqual(common(was, is), common(is, was))) this.#tell('changed', [...path, 'order'].join(' › '));
  }

  #tell(kind: ConfigChange['kind'], text: string): void {
    this.changes.push({ part: this.#part.title, kind, text });
  }
}

/** What is to change in a part. */
export function differences(
  part: ConfigPart,
  sides: Sides,
  isSecret: (path: Path, value: unknown) => boolean,
): ConfigChange[] {
  const comparison = new Comparison(part, isSecret);
  comparison.compare([], sides);
  return comparison.changes;
}

const isPlainList = (value: unknown): boolean => Array.isArray(value) && value.length > 0 && !value.some(isThing);

/** Whether it is something by itself, such as a rule, and not a value of one. */
const isThing = (value: unknown): boolean => typeof value === 'object' && value !== null;

const nameOf = (path: Path, key: string) => [...path, `“${key}”`].join(' › ');

const LONGEST = 80;

/** A value for people. */
function shown(value: unknown, unit = ''): string {
  if (Array.isArray(value)) return value.map(each => shown(each, unit)).join(', ') || 'none';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'number') return withUnit(value, unit);
  if ((value ?? '') === '') return 'none';
  return shortened(typeof value === 'string' ? value : JSON.stringify(value));
}

function shortened(written: string): string {
  const text = written.replaceAll(/\s+/g, ' ');
  return text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text;
}

/** The minus sign is that of typography. */
const withUnit = (value: number, unit: string) =>
  `${value < 0 ? '−' : ''}${Math.abs(value)}${unit === '' ? '' : ` ${unit}`}`;
