import type { Random } from '../random.ts';
import { BOMBS, TEXTS, VALUES } from './nasty.ts';

type Holder = Record<string, unknown>;

/** One value of it changed, left out, added, doubled or wrapped. */
export function mutatedJson(body: Buffer, random: Random): Buffer {
  if (random.chance(0.05)) return random.pick(BOMBS);
  let root: unknown;
  try {
    root = JSON.parse(body.toString('utf8'));
  } catch {
    return body; // broken by another mutation already
  }
  const box = { root };
  for (let n = random.whole(1, 3); n > 0; n--) changeOne(box, random);
  const text = box.root === undefined ? '' : JSON.stringify(box.root);
  // What no stringify writes: the same name twice, a prototype, numbers beyond all.
  if (random.chance(0.1)) return Buffer.from(text.replace('{', '{"__proto__":{"x":1},"constructor":{"prototype":{}},'));
  if (random.chance(0.05)) return Buffer.from(text.replace(/:[\d.]+/, ':1e999'));
  return Buffer.from(text);
}

function changeOne(box: Holder, random: Random): void {
  const places = placesIn(box);
  if (places.length === 0) return;
  const { holder, key } = random.pick(places);
  random.pick(CHANGES)(holder, key, random);
}

const CHANGES: readonly ((holder: Holder, key: string, random: Random) => void)[] = [
  (holder, key) => void Reflect.deleteProperty(holder, key),
  (holder, key) => (holder[key] = [holder[key], structuredClone(holder[key])]),
  (holder, key, random) => (holder[key] = { [random.pick(TEXTS) || 'x']: holder[key] }),
  (holder, _, random) => add(holder, structuredClone(random.pick(VALUES)), random.pick(TEXTS)),
  (holder, key, random) => (holder[key] = textOf(holder[key]).repeat(random.whole(1, 20))),
  (holder, key, random) => (holder[key] = structuredClone(random.pick(VALUES))),
  (holder, key, random) => (holder[key] = structuredClone(random.pick(VALUES))),
];

/** An index of two thousand millions would make a text of as many nulls. */
const add = (holder: Holder, value: unknown, key: string) =>
  Array.isArray(holder) ? holder.push(value) : (holder[key || 'x'] = value);

const textOf = (value: unknown) => (typeof value === 'string' ? value : 'x').slice(0, 20_000);

function placesIn(holder: Holder): { holder: Holder; key: string }[] {
  return Object.entries(holder).flatMap(([key, value]) => [
    { holder, key },
    ...(typeof value === 'object' && value !== null ? placesIn(value as Holder) : []),
  ]);
}
