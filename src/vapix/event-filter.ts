import { invalid } from '../core/fault.ts';
import { contentFilter } from './content-filter.ts';
import type { EventFilter } from './event-message.ts';
import { type PrefixLookup, type TopicLevel, topicLevels } from './event-topic.ts';

interface FilterText {
  readonly topic?: string | undefined;
  readonly content?: string | undefined;
  readonly lookup?: PrefixLookup | undefined;
}

/** So long may the text of a filter be, characters. */
const MOST_TEXT = 4096;

/**
 * A filter by topic (`tns1:Device//.` is all below; `|` or `,` between several) and by content; what is not told lets all pass.
 * @throws Fault `invalid`, its field `topic` or `content`
 */
export function eventFilter({ topic, content, lookup }: FilterText): EventFilter {
  const topics = topic === undefined || topic.trim() === '' ? [] : topicPatterns(topic, lookup);
  const isContent = content === undefined || content.trim() === '' ? () => true : contentFilter(content);
  return message => {
    const levels = topicLevels(message.topic);
    return (topics.length === 0 || topics.some(pattern => fits(pattern, levels))) && isContent(message);
  };
}

/** Lets through what any of the filters does; all where there is none. */
export const anyOf =
  (filters: readonly EventFilter[]): EventFilter =>
  message =>
    filters.length === 0 || filters.some(filter => filter(message));

interface TopicPattern {
  readonly levels: readonly TopicLevel[];
  /** Whether all that is below fits too. */
  readonly below: boolean;
}

function topicPatterns(text: string, lookup?: PrefixLookup): readonly TopicPattern[] {
  if (text.length > MOST_TEXT) throw invalid('the topic filter is too long', 'topic');
  return text.split(/[|,]/).map(part => {
    const trimmed = part.trim();
    const below = trimmed.endsWith('//.') || trimmed.endsWith('//*');
    const path = below ? trimmed.slice(0, -3) : trimmed;
    return { below, levels: path === '' && below ? [] : topicLevels(path, lookup) };
  });
}

function fits({ levels, below }: TopicPattern, topic: readonly TopicLevel[]): boolean {
  if (below ? topic.length < levels.length : topic.length !== levels.length) return false;
  return levels.every(({ namespace, name }, i) => {
    const level = topic[i];
    if (level === undefined) return false;
    return (namespace === '' || namespace === level.namespace) && (name === '*' || name === level.name);
  });
}
