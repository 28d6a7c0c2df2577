import { invalid } from '../core/fault.ts';

/** Longest text of a filter, characters, and how deep its parentheses may go. */
const MOST_TEXT = 4096;
const MOST_DEPTH = 16;

const TOKEN =
  /\s*(?:(boolean|not)\s*(?=\()|(and|or)\b|([()])|\/\/(?:tt:)?SimpleItem\s*\[((?:"[^"]*"|'[^']*'|[^\]"'])*)\])/y;
const TEST = /\s*@(Name|Value)\s*(!?=)\s*(?:"([^"]*)"|'([^']*)')\s*(and\b|$)/y;

/** What an item's name or value must be, or must not be. */
export interface ItemTest {
  readonly attribute: 'Name' | 'Value';
  readonly equal: boolean;
  readonly text: string;
}

/** A filter by content, taken apart. `item`: there is one that passes all tests. */
export type ContentExpression =
  | { readonly kind: 'item'; readonly tests: readonly ItemTest[] }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly ContentExpression[] }
  | { readonly kind: 'not'; readonly part: ContentExpression };

/**
 * The part of XPath that ONVIF's ItemFilter has (Core specification, 9.5.2):
 * `boolean(//SimpleItem[@Name="active" and @Value="1"])`, joined by `and`, `or`, `not(…)` and parentheses.
 * @throws Fault `invalid` with the field `content`
 */
export function contentExpression(text: string): ContentExpression {
  if (text.length > MOST_TEXT) throw wrong('it is too long');
  return new ContentParser(tokensOf(text)).whole();
}

type Token = '(' | ')' | 'and' | 'or' | 'not' | 'boolean' | { readonly tests: readonly ItemTest[] };

function tokensOf(text: string): Token[] {
  const token = new RegExp(TOKEN);
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  while (token.lastIndex < end) {
    const at = token.lastIndex;
    const found = token.exec(text);
    if (found === null) throw wrong(`"${text.slice(at, at + 20)}" is not understood`);
    const [, word, joint, bracket, item] = found;
    tokens.push(item === undefined ? ((word ?? joint ?? bracket) as Token) : { tests: testsIn(item) });
  }
  return tokens;
}

/** What stands between the brackets: tests of the name and the value of one item. */
function testsIn(text: string): ItemTest[] {
  const test = new RegExp(TEST);
  const tests: ItemTest[] = [];
  for (let more = true; more;) {
    const at = test.lastIndex;
    const [, attribute, sign, quoted, single, joint] = test.exec(text) ?? [];
    if (attribute === undefined)
      throw wrong(`"${text.slice(at, at + 40).trim()}" is not a condition on @Name or @Value`);
    tests.push({ attribute: attribute as ItemTest['attribute'], equal: sign === '=', text: quoted ?? single ?? '' });
    more = joint === 'and';
  }
  return tests;
}

class ContentParser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): ContentExpression {
    const expression = this.#either();
    if (this.#at < this.#tokens.length) throw wrong('something follows its end');
    return expression;
  }

  #either(): ContentExpression {
    return this.#joined('or', () => this.#joined('and', () => this.#one()));
  }

  #joined(kind: 'and' | 'or', next: () => ContentExpression): ContentExpression {
    const first = next();
    const parts = [first];
    while (this.#take(kind)) parts.push(next());
    return parts.length === 1 ? first : { kind, parts };
  }

  #one(): ContentExpression {
    const next = this.#tokens[this.#at];
    if (typeof next === 'object') {
      this.#at += 1;
      return { kind: 'item', tests: next.tests };
    }
    const negated = this.#take('not');
    if (!negated) this.#take('boolean');
    const inner = this.#inParentheses();
    return negated ? { kind: 'not', part: inner } : inner;
  }

  #inParentheses(): ContentExpression {
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
