import type { TracedEvent } from '../../../api/contract.ts';
import { eventData } from '../../text/event-data.ts';
import { locale } from '../../language/translate.ts';

/** Which traced events are shown; an empty text stands for all. */
export interface TraceFilter {
  /** Id of a rule that looked. */
  readonly rule: string;
  /** Id of an event. */
  readonly event: string;
  /** Words that must all be found. */
  readonly text: string;
}

/** Those that pass the filter, newest first. */
export function filterTrace(
  traced: readonly TracedEvent[],
  { rule, event, text }: TraceFilter,
): readonly TracedEvent[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return traced
    .filter(each => event === '' || each.event === event)
    .filter(({ looks }) => rule === '' || looks.some(look => look.rule === rule))
    .filter(each => words.length === 0 || holdsAll(textOf(each), words))
    .toReversed();
}

const textOf = ({ title, event, data, looks, note }: TracedEvent) =>
  [title, event, eventData(data), note, ...looks.flatMap(({ name, why }) => [name, why])].join(' ').toLowerCase();

const holdsAll = (text: string, words: readonly string[]) => words.every(word => text.includes(word));

/** The events that a trace holds, by title, each once. */
export function eventsIn(
  traced: readonly TracedEvent[],
): readonly { readonly value: string; readonly label: string }[] {
  const titles = new Map(traced.map(({ event, title }) => [event, title]));
  return [...titles]
    .map(([value, label]) => ({ value, label }))
    .sort((a, b) => a.label.localeCompare(b.label, locale()));
}
