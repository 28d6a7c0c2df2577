import type { LiveEvent } from '../../api/contract.ts';

const keyOf = ({ id, at, data }: LiveEvent) => `${at} ${id} ${JSON.stringify(data)}`;

/**
 * Adds events to the list, newest first, none twice and at most `limit` long. Times tell milliseconds only: of one
 * millisecond the order in which they happened counts.
 * @param happened in the order in which they happened
 * @param known the list so far, newest first
 */
export function mergeEvents(happened: readonly LiveEvent[], known: readonly LiveEvent[], limit: number): LiveEvent[] {
  // A map keeps the place where a key came first: an event that was told twice stands where it is the newest.
  const byKey = new Map([...happened.toReversed(), ...known].map(event => [keyOf(event), event]));
  return [...byKey.values()].sort((a, b) => b.at.localeCompare(a.at)).slice(0, limit);
}
