import { invalid } from '../core/fault.ts';
import type { EventFilter, EventMessage } from './event-message.ts';

/** Longest text of a filter, characters, and how deep its parentheses may go. */
const MOST_TEXT = 4096;
const MOST_DEPTH = 16;

const TOKEN = /\s*(?:(boolean|not)\s*(?=\()|(and|or)\b|([()])|\/\/(?:tt:)?SimpleItem\s*\[([^\]]*)\])/y;
const CONDITION = /^\s*@(Name|Value)\s*(!?=)\s*(?:"([^"]*)"|'([^']*)')\s*$/;

/**
 * The part of XPath that ONVIF's ItemFilter has (Core specification, 9.5.2):
 * `boolean(//SimpleItem[@Name="active" and @Value="1"])`, joined by `and`, `or`, `not(…)` and parentheses.
 * @throws Fault `invalid` with the field `content`
 */
export function contentFilter(text: string): EventFilter {
  if (text.length > MOST_TEXT) throw wrong('it is too long');
  return new ContentParser(tokensOf(text)).whole();
}

type Token = '(' | ')' | 'and' | 'or' | 'not' | 'boolean' | { readonly item: EventFilter };

function tokensOf(text: string): Token[] {
  const token = new RegExp(TOKEN);
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  while (token.lastIndex < end) {
    const at = token.lastIndex;
    const found = token.exec(text);
    if (found === null) throw wrong(`"${text.slice(at, at + 20)}" is not understood`);
    const [, word, joint, bracket, item] = found;
    tokens.push(item === undefined ? ((word ?? joint ?? bracket) as Token) : { item: itemFilter(item) });
  }
  return tokens;
}

/** What stands between the brackets: conditions on the name and the value of one item. */
function itemFilter(text: string): EventFilter {
  const conditions = text.split(/\band\b/).map(part => {
    const [, attribute, sign, quoted, single] = CONDITION.exec(part) ?? [];
    if (attribute === undefined) throw wrong(`"${part.trim().slice(0, 40)}" is not a condition on @Name or @Value`);
    const wanted = quoted ?? single ?? '';
    return (name: string, value: string) => sameText(attribute === 'Name' ? name : value, wanted) === (sign === '=');
  });
  return message => itemsOf(message).some(([name, value]) => conditions.every(holds => holds(name, value)));
}

/** Truth is written 1 or true (XML Schema part 2, 3.2.2). */
const sameText = (one: string, other: string) =>
  one === other || (one === '1' && other === 'true') || (one === '0' && other === 'false');

const itemsOf = ({ source, data }: EventMessage) => [...Object.entries(source), ...Object.entries(data)];

class ContentParser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): EventFilter {
    const filter = this.#either();
    if (this.#at < this.#tokens.length) throw wrong('something follows its end');
    return filter;
  }

  #either(): EventFilter {
    const parts = [this.#both()];
    while (this.#take('or')) parts.push(this.#both());
    return message => parts.some(part => part(message));
  }

  #both(): EventFilter {
    const parts = [this.#one()];
    while (this.#take('and')) parts.push(this.#one());
    return message => parts.every(part => part(message));
  }

  #one(): EventFilter {
    const next = this.#tokens[this.#at];
    if (typeof next === 'object') {
      this.#at += 1;
      return next.item;
    }
    const negated = this.#take('not');
    if (!negated) this.#take('boolean');
    const inner = this.#inParentheses();
    return negated ? message => !inner(message) : inner;
  }

  #inParentheses(): EventFilter {
    if (!this.#take('(')) throw wrong('an item or a parenthesis is missing');
    this.#depth += 1;
    if (this.#depth > MOST_DEPTH) throw wrong('its parentheses go too deep');
    const inner = this.#either();
    this.#depth -= 1;
    if (!this.#take(')')) throw wrong('a parenthesis is not closed');
    return inner;
  }

  #take(token: Token): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at += 1;
    return true;
  }
}

const wrong = (why: string) => invalid(`the content filter cannot be used: ${why}`, 'content');
