import type { XmlElement } from './soap-xml.ts';

/** The dialects in which filters may be written (ONVIF Core specification, 9.5). */
export const DIALECTS = {
  topic: [
    'http://docs.oasis-open.org/wsn/t-1/TopicExpression/Concrete',
    'http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet',
    'http://docs.oasis-open.org/wsn/t-1/TopicExpression/Simple',
  ],
  content: ['http://www.onvif.org/ver10/tev/messageContentFilter/ItemFilter'],
} as const;

/** Whether an element's text is in a dialect that we know; one that is not told is the usual one. */
export function isDialect({ attributes }: XmlElement, known: readonly string[]): boolean {
  const dialect = attributes.get('Dialect');
  return dialect === undefined || known.includes(dialect);
}
