/** Compares the dictionaries with the texts that there are. */
import { readFileSync } from 'node:fs';
import type { Found } from './source.ts';
import { pageTexts } from './page-texts.ts';
import { toldTexts } from './told-texts.ts';

export const LANGUAGES = ['sv', 'de', 'fr', 'es'] as const;
const FOLDER = new URL('../../src/ui/language/', import.meta.url);
export const KEYS_FILE = new URL('keys.json', FOLDER);
export const INDEX_FILE = new URL('../search/search-index.json', FOLDER);

export const jsonOf = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** All texts that a dictionary has to have, and where each stands. */
export const allTexts = (): Found =>
  new Map([...toldTexts(), ...pageTexts()].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));

/** What is wrong with a dictionary. */
export interface Lacks {
  readonly missing: readonly string[];
  /** Are no texts any more. */
  readonly unused: readonly string[];
  /** Whose placeholders, marks or forms are others than those of the English text. */
  readonly different: readonly string[];
}

export function lacksOf(language: string, texts: Found): Lacks {
  const dictionary = JSON.parse(readFileSync(new URL(`${language}.json`, FOLDER), 'utf8')) as Record<string, string>;
  return {
    missing: [...texts.keys()].filter(key => !Object.hasOwn(dictionary, key)),
    unused: Object.keys(dictionary).filter(key => !texts.has(key)),
    different: Object.entries(dictionary).flatMap(([key, text]) => (partsOf(key) === partsOf(text) ? [] : [key])),
  };
}

/** Names in braces and marks, each once, and the number of forms. */
const partsOf = (text: string) =>
  [...new Set(text.match(/\{\w+\}|<\/?\w+>/g))].sort().join(' ') + ` ${text.split('|').length}`;
