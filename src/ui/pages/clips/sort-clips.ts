import type { Clip } from '../../../api/contract.ts';
import { locale } from '../../language/translate.ts';

export type ClipOrder = 'name' | 'number' | 'length';

const byName = (a: Clip, b: Clip) => a.name.localeCompare(b.name, locale(), { numeric: true, sensitivity: 'base' });

const ORDERS: Readonly<Record<ClipOrder, (a: Clip, b: Clip) => number>> = {
  name: byName,
  number: (a, b) => Number(a.id) - Number(b.id),
  length: (a, b) => a.durationMs - b.durationMs || byName(a, b),
};

/** The clips whose name or file name holds all words of `search`, in order. */
export function sortClips(clips: readonly Clip[], order: ClipOrder, search: string): Clip[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return clips
    .filter(({ name, location }) => words.every(word => `${name} ${location}`.toLowerCase().includes(word)))
    .sort(ORDERS[order]);
}
