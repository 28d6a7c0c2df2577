import { type Dictionary, entry, fill, spoken } from './translate.ts';

/**
 * What the speaker itself says in English: titles of its settings, events and actions, and why it refuses something.
 * A text with values in it is recognized by what stands around them. English where the dictionary lacks it.
 */
export const told = (text: string): string => entry(text) ?? recognized(text) ?? text;

function recognized(text: string): string | undefined {
  for (const { pattern, key } of patterns()) {
    const found = pattern.exec(text);
    if (found === null) continue;
    const values = Object.fromEntries(found.slice(1).map((value, i) => [String(i + 1), piece(value)]));
    return fill(entry(key) ?? key, values);
  }
  return undefined;
}

/** What stands in a text may be a text, too. A single word is mostly somebody's name. */
const piece = (text: string): string => (/\p{L}\s+\p{L}/u.test(text) ? told(text) : text);

interface Pattern {
  readonly key: string;
  readonly pattern: RegExp;
}

let made: { readonly of: Dictionary; readonly patterns: readonly Pattern[] } | undefined;
/** Of the texts with numbered braces; those that say most come first, because they fit least by chance. */
function patterns(): readonly Pattern[] {
  if (made?.of !== spoken()) made = { of: spoken(), patterns: patternsOf(spoken()) };
  return made.patterns;
}

const patternsOf = (dictionary: Dictionary) =>
  Object.keys(dictionary)
    .filter(key => key.includes('{1}'))
    .sort((a, b) => b.length - a.length)
    .map(key => ({ key, pattern: patternOf(key) }));

const patternOf = (key: string) =>
  new RegExp(
    `^${key
      .split(/\{\d\}/)
      .map(escaped)
      .join('(.+)')}$`,
    'su',
  );

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
