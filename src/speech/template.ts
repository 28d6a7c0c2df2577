import { invalid } from '../core/fault.ts';

/** What the speaker can put into a text. */
export interface TemplateFacts {
  readonly now: Date;
  /** The name of the speaker's time zone: `Europe/Stockholm`. */
  readonly timeZone: string;
  /** The language the text will be spoken in, as BCP 47 writes it. */
  readonly language: string;
  /** What the speaker is called. */
  readonly name: string;
  /** Its network address; undefined where it has none. */
  readonly address: string | undefined;
}

const FILLERS: Readonly<Record<string, (facts: TemplateFacts) => string>> = {
  date: facts => format(facts, { dateStyle: 'full' }),
  time: facts => format(facts, { timeStyle: 'short' }),
  name: ({ name }) => name,
  address: ({ address }) => address ?? 'no address',
};

/**
 * Fills `{{date}}`, `{{time}}`, `{{name}}` and `{{address}}` in a text.
 * @throws Fault `invalid` for any other word in double braces
 */
export const fillTemplate = (text: string, facts: TemplateFacts): string =>
  text.replace(/\{\{([^{}]*)\}\}/gu, (_whole, inside: string) => {
    const word = inside.trim();
    const filler = Object.hasOwn(FILLERS, word) ? FILLERS[word] : undefined;
    if (filler === undefined) {
      const known = Object.keys(FILLERS).map(name => `{{${name}}}`);
      throw invalid(`there is no {{${word.slice(0, 40)}}}; a text may hold ${known.join(', ')}`, 'text');
    }
    return filler(facts);
  });

function format({ now, timeZone, language }: TemplateFacts, style: Intl.DateTimeFormatOptions): string {
  const [locale = 'en'] = supported(language);
  return new Intl.DateTimeFormat(locale, { ...style, timeZone }).format(now);
}

/** Speech programs know languages that nobody else has a name for. */
function supported(language: string): string[] {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf([language, language.split('-')[0] ?? language]);
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}
