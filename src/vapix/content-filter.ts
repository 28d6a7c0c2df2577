import { type ContentExpression, contentExpression, type ItemTest } from './content-expression.ts';
import type { EventFilter, EventMessage } from './event-message.ts';

/** Lets through what a filter's text describes; see `contentExpression`. @throws Fault `invalid` with the field `content` */
export const contentFilter = (text: string): EventFilter => filterOf(contentExpression(text));

function filterOf(expression: ContentExpression): EventFilter {
  switch (expression.kind) {
    case 'item':
      return message => itemsOf(message).some(item => expression.tests.every(test => passes(test, item)));
    case 'not': {
      const inner = filterOf(expression.part);
      return message => !inner(message);
    }
    case 'and':
    case 'or': {
      const parts = expression.parts.map(filterOf);
      const isAll = expression.kind === 'and';
      return message => (isAll ? parts.every(part => part(message)) : parts.some(part => part(message)));
    }
  }
}

const passes = ({ attribute, equal, text }: ItemTest, [name, value]: readonly [string, string]) =>
  sameText(attribute === 'Name' ? name : value, text) === equal;

/** Truth is written 1 or true (XML Schema part 2, 3.2.2). */
const sameText = (one: string, other: string) =>
  one === other || (one === '1' && other === 'true') || (one === '0' && other === 'false');

const itemsOf = ({ source, data }: EventMessage) => [...Object.entries(source), ...Object.entries(data)];
