import type { LiveEvent } from '../../api/contract.ts';

const keyOf = ({ id, at, data }: LiveEvent) => `${at} ${id} ${JSON.stringify(data)}`;

/** Both lists as one, newest first, no event twice and at most `limit` long. */
export function mergeEvents(some: readonly LiveEvent[], others: readonly LiveEvent[], limit: number): LiveEvent[] {
  const byKey = new Map([...some, ...others].map(event => [keyOf(event), event]));
  return [...byKey.values()].sort((a, b) => b.at.localeCompare(a.at)).slice(0, limit);
}
