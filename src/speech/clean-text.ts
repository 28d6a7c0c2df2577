import { Fault, invalid } from '../core/fault.ts';

/** About six minutes of speech. */
const MAX_CHARACTERS = 5000;

/**
 * The text as it may be given to a speech program: without control characters, invisible marks and broken letters, with
 * single spaces.
 * @throws Fault `too-large` for more than 5000 characters, `invalid` where nothing is left to say
 */
export function cleanText(text: string): string {
  const length = Array.from(text).length;
  if (length > MAX_CHARACTERS) {
    const message = `the text has ${length} characters, ${MAX_CHARACTERS} is the most; say it in parts`;
    throw new Fault('too-large', message, { field: 'text' });
  }
  const clean = text
    .normalize('NFC')
    .replace(/\s+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu, '')
    .trim();
  if (!/[\p{L}\p{N}]/u.test(clean)) throw invalid('there is nothing to say in the text; type words or numbers', 'text');
  return clean;
}
