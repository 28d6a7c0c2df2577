import { type Fault, invalid } from '../core/fault.ts';

/** One property of an iCalendar text (RFC 5545, 3.1). */
export interface ContentLine {
  /** From 1: where it begins. */
  readonly line: number;
  /** In capital letters. */
  readonly name: string;
  /** By their names in capital letters. */
  readonly params: ReadonlyMap<string, string>;
  readonly value: string;
}

/** Of one property, with what was folded, characters. */
const LONGEST = 16_384;

/** What is wrong with a calendar, and where. */
export const wrongAt = (line: number, message: string): Fault => invalid(`line ${line}: ${message}`, 'calendar');

/** The properties of a text; lines may end in CRLF or LF. @throws Fault `invalid` that names the line */
export function contentLines(text: string): ContentLine[] {
  return unfolded(text.replace(/^\uFEFF/, '')).map(parsed);
}

interface Unfolded {
  readonly line: number;
  readonly text: string;
}

function unfolded(text: string): Unfolded[] {
  const found: { line: number; parts: string[]; length: number }[] = [];
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const last = found.at(-1);
    if (/^[ \t]/.test(raw) && last !== undefined) {
      last.parts.push(raw.slice(1));
      last.length += raw.length;
      if (last.length > LONGEST) throw wrongAt(last.line, `it is longer than ${LONGEST} characters`);
    } else if (raw.trim() !== '') found.push({ line: index + 1, parts: [raw], length: raw.length });
  }
  return found.map(({ line, parts }) => ({ line, text: parts.join('') }));
}

function parsed({ line, text }: Unfolded): ContentLine {
  if (text.length > LONGEST) throw wrongAt(line, `it is longer than ${LONGEST} characters`);
  const colon = valueAt(text);
  const name = /^[\w-]+/.exec(text)?.[0];
  if (colon < 0 || name === undefined) throw wrongAt(line, `"${text.slice(0, 40)}" is no property of a calendar`);
  const params = new Map(partsOf(text.slice(name.length, colon), ';').filter(Boolean).map(paramOf));
  return { line, name: name.toUpperCase(), params, value: text.slice(colon + 1).trim() };
}

/** Where the first colon is that no quotation marks stand around. */
function valueAt(text: string): number {
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"') quoted = !quoted;
    else if (text[at] === ':' && !quoted) return at;
  }
  return -1;
}

function partsOf(text: string, separator: string): string[] {
  const parts: string[] = [];
  let quoted = false;
  let begin = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"') quoted = !quoted;
    else if (text[at] === separator && !quoted) {
      parts.push(text.slice(begin, at));
      begin = at + 1;
    }
  }
  return [...parts, text.slice(begin)];
}

function paramOf(text: string): [string, string] {
  const [name = '', ...value] = text.split('=');
  return [name.trim().toUpperCase(), value.join('=').trim().replaceAll('"', '')];
}

/** A TEXT value as people write it (RFC 5545, 3.3.11). */
export const plainText = (value: string): string =>
  value.replaceAll(/\\([nN;,\\])/g, (_, escaped: string) => (escaped.toLowerCase() === 'n' ? '\n' : escaped));

/** A TEXT value as a calendar writes it. */
export const escapedText = (text: string): string => text.replaceAll(/[\\;,]/g, '\\$&').replaceAll(/\r?\n/g, '\\n');

/** Lines of at most 75 bytes, as RFC 5545, 3.1 wants them, each with its end. */
export const folded = (lines: readonly string[]): string => lines.map(line => `${fold(line)}\r\n`).join('');

function fold(line: string): string {
  let text = '';
  let bytes = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (bytes + size > 75) {
      text += '\r\n ';
      bytes = 1;
    }
    text += character;
    bytes += size;
  }
  return text;
}
