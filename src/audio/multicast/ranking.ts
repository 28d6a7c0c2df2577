import type { SourceRecord } from './source-record.ts';

type Ranked = Pick<SourceRecord, 'id' | 'priority'>;

/** Whether each priority from 1 to their number is that of exactly one: the order that VAPIX keeps. */
export function isRanking(sources: readonly Ranked[]): boolean {
  const priorities = sources.map(({ priority }) => priority).sort((a, b) => a - b);
  return priorities.every((priority, index) => priority === index + 1);
}

/**
 * The priorities of all where one of them gets another place and the others close up.
 * @param place 1 is the lowest; beyond the last is the last
 */
export function moved(sources: readonly Ranked[], id: string, place: number): ReadonlyMap<string, number> {
  const order = sources
    .filter(source => source.id !== id)
    .sort((a, b) => a.priority - b.priority)
    .map(source => source.id);
  order.splice(place - 1, 0, id);
  return new Map(order.map((each, index) => [each, index + 1]));
}

/** The priorities of all where there is no gap between them, in the order they have. */
export const closedUp = (sources: readonly Ranked[]): ReadonlyMap<string, number> =>
  new Map([...sources].sort((a, b) => a.priority - b.priority).map(({ id }, index) => [id, index + 1]));
