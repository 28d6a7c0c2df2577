import { invalid } from '../core/fault.ts';
import { NAMESPACES } from './namespaces.ts';

/** One level of a topic. */
export interface TopicLevel {
  readonly namespace: string;
  readonly name: string;
}

/** Prefixes of topics: those of ONVIF and VAPIX, and what stands for them in RTSP and MQTT. */
const PREFIXES: Readonly<Record<string, string>> = {
  tns1: NAMESPACES.tns1,
  onvif: NAMESPACES.tns1,
  tnsaxis: NAMESPACES.tnsaxis,
  axis: NAMESPACES.tnsaxis,
};

/** What a prefix stands for in the document that a topic came in. */
export type PrefixLookup = (prefix: string) => string | undefined;

/**
 * The levels of a topic such as `tns1:Device/tnsaxis:IO/VirtualInput`. A level without a prefix is of the namespace above it.
 * @throws Fault `invalid` for a prefix that stands for nothing
 */
export function topicLevels(topic: string, lookup: PrefixLookup = () => undefined): readonly TopicLevel[] {
  let namespace = '';
  return topic.split('/').map(level => {
    const [, prefix, name] = /^(?:([\w.-]+):)?([\w.*-]+)$/.exec(level.trim()) ?? [];
    if (name === undefined) throw invalid(`${topic} is not a topic`, 'topic');
    if (prefix !== undefined) namespace = namespaceOf(prefix, lookup);
    return { namespace, name };
  });
}

function namespaceOf(prefix: string, lookup: PrefixLookup): string {
  const namespace = lookup(prefix) ?? (Object.hasOwn(PREFIXES, prefix) ? PREFIXES[prefix] : undefined);
  if (namespace === undefined) throw invalid(`the prefix ${prefix} of a topic is not declared`, 'topic');
  return namespace;
}

/** A topic as messages write it: a prefix only where the namespace is another than above. */
export function topicText(levels: readonly TopicLevel[]): string {
  return levels
    .map(({ namespace, name }, i) => {
      const isSame = namespace === levels[i - 1]?.namespace;
      return isSame ? name : `${namespace === NAMESPACES.tns1 ? 'tns1' : 'tnsaxis'}:${name}`;
    })
    .join('/');
}
