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
  const text = JSON.stringify(box.root) ?? '';
  // What no stringify writes: the same name twice, a prototype, numbers beyond all.
  if (random.chance(0.1)) return Buffer.from(text.replace('{', '{"__proto__":{"x":1},"constructor":{"prototype":{}},'));
  if (random.chance(0.05)) return Buffer.from(text.replace(/:[\d.]+/, ':1e999'));
  return Buffer.from(text);
}

function changeOne(box: Holder, random: Random): void {
  const places = placesIn(box);
  if (places.length === 0) return;
  const { holder, key } = random.pick(places);
  const value = holder[key];
  switch (random.whole(0, 6)) {
    case 0:
      delete holder[key];
      break;
    case 1:
      holder[key] = [value, structuredClone(value)];
      break;
    case 2:
      holder[key] = { [random.pick(TEXTS) || 'x']: value };
      break;
    case 3:
      // An index of two thousand millions would make a text of as many nulls.
      if (Array.isArray(holder)) holder.push(structuredClone(random.pick(VALUES)));
      else holder[random.pick(TEXTS) || 'x'] = structuredClone(random.pick(VALUES));
      break;
    case 4:
      holder[key] = (typeof value === 'string' ? value : 'x').slice(0, 20_000).repeat(random.whole(1, 20));
      break;
    default:
      holder[key] = structuredClone(random.pick(VALUES));
  }
}

function placesIn(holder: Holder): { holder: Holder; key: string }[] {
  return Object.entries(holder).flatMap(([key, value]) => [
    { holder, key },
    ...(typeof value === 'object' && value !== null ? placesIn(value as Holder) : []),
  ]);
}
