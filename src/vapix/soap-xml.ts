import { Parser } from 'htmlparser2';
import { invalid } from '../core/fault.ts';

/** One element of a message, its name taken out of the prefix. */
export interface XmlElement {
  readonly namespace: string;
  readonly name: string;
  /** By name without prefix. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** All text directly inside, without blanks at its ends. */
  readonly text: string;
  /** The namespace of a prefix that is used in the text here. */
  namespaceOf(prefix: string): string | undefined;
}

/** Deeper than any message of VAPIX or ONVIF. */
const MOST_DEPTH = 32;
const MOST_ELEMENTS = 5000;
const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';

/**
 * Reads an XML message (at most as long as a body may be). Tolerant of what clients leave out, such as the blank between
 * two attributes; never of document types, so there are no entities but XML's own five.
 * @throws Fault `invalid` that says what is wrong
 */
export function parseXml(text: string): XmlElement {
  // The parser says of `<a/>` and of an element that was never closed the same: that it closed it itself.
  const builder = new Builder(() => text.charAt(parser.endIndex - 1) === '/');
  const parser: Parser = new Parser(builder, { xmlMode: true, decodeEntities: true });
  parser.end(text);
  return builder.root();
}

/** The first child of this name, in whatever namespace: clients often leave it out below the first level. */
export const childNamed = ({ children }: XmlElement, name: string): XmlElement | undefined =>
  children.find(child => child.name === name);

/** The text of a child. @throws Fault `invalid` where it is not there */
export function textIn(element: XmlElement, name: string): string {
  const child = childNamed(element, name);
  if (child === undefined) throw invalid(`${element.name} must have ${name}`, name);
  return child.text;
}

/** Truth as clients write it: XML Schema's four words in any case. @throws Fault `invalid` */
export function isTrue(text: string, field: string): boolean {
  const word = text.toLowerCase();
  if (word === 'true' || word === '1') return true;
  if (word === 'false' || word === '0') return false;
  throw invalid(`${field} must be true or false`, field);
}

/** Prefixes that are declared on one element; the rest is declared further up. */
class Scope {
  readonly #own = new Map<string, string>();
  readonly #outer: Scope | undefined;

  constructor(attributes: Readonly<Record<string, string>>, outer: Scope | undefined) {
    this.#outer = outer;
    for (const [name, value] of Object.entries(attributes)) {
      if (name === 'xmlns') this.#own.set('', value);
      else if (name.startsWith('xmlns:')) this.#own.set(name.slice(6), value);
    }
  }

  find(prefix: string): string | undefined {
    return this.#own.get(prefix) ?? this.#outer?.find(prefix);
  }
}

interface Open {
  readonly element: XmlElement & { readonly children: XmlElement[]; text: string };
  readonly scope: Scope;
  /** It is a start and an end in one: `<a/>`. */
  readonly empty: boolean;
}

/** Hears the parser and puts the elements together. */
class Builder {
  readonly #open: Open[] = [];
  #elements = 0;
  #root: XmlElement | undefined;
  readonly #isEmpty: () => boolean;

  constructor(isEmpty: () => boolean) {
    this.#isEmpty = isEmpty;
  }

  root(): XmlElement {
    if (this.#root === undefined) throw invalid('the body must be an XML document');
    return this.#root;
  }

  onprocessinginstruction(name: string): void {
    if (/^!DOCTYPE/i.test(name)) throw invalid('a document type is not allowed');
  }

  onopentag(tag: string, attributes: Record<string, string>): void {
    this.#elements += 1;
    if (this.#elements > MOST_ELEMENTS) throw invalid(`more than ${MOST_ELEMENTS} elements`);
    if (this.#open.length >= MOST_DEPTH) throw invalid(`elements are nested deeper than ${MOST_DEPTH}`);
    const outer = this.#open.at(-1);
    if (outer === undefined && this.#root !== undefined) throw invalid('there is more than one document');
    const scope = new Scope(attributes, outer?.scope);
    const element = elementOf(tag, attributes, scope);
    outer?.element.children.push(element);
    this.#root ??= element;
    this.#open.push({ element, scope, empty: this.#isEmpty() });
  }

  ontext(text: string): void {
    const open = this.#open.at(-1);
    if (open !== undefined) open.element.text += text;
  }

  onclosetag(tag: string, implied: boolean): void {
    const open = this.#open.pop();
    if (open === undefined) return;
    if (implied && !open.empty) throw invalid(`${tag} is not closed`);
    open.element.text = open.element.text.trim();
  }
}

function elementOf(tag: string, attributes: Readonly<Record<string, string>>, scope: Scope): Open['element'] {
  const { prefix, name } = split(tag);
  const namespace = scope.find(prefix);
  if (namespace === undefined && prefix !== '') throw invalid(`the prefix ${prefix} is not declared`);
  const plain = Object.entries(attributes).filter(([key]) => key !== 'xmlns' && !key.startsWith('xmlns:'));
  return {
    namespace: namespace ?? '',
    name,
    attributes: new Map(plain.map(([key, value]) => [split(key).name, value])),
    children: [],
    text: '',
    namespaceOf: wanted => (wanted === 'xml' ? XML_NAMESPACE : scope.find(wanted)),
  };
}

function split(qualified: string): { prefix: string; name: string } {
  const colon = qualified.indexOf(':');
  return { prefix: qualified.slice(0, Math.max(colon, 0)), name: qualified.slice(colon + 1) };
}
