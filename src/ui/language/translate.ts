/** Texts in another language by their English words. */
export type Dictionary = Readonly<Record<string, string>>;

/** The words in braces of a text: `count` and `all` of "{count} of {all} clips". */
export type Holes<T extends string> = T extends `${string}{${infer Name}}${infer Rest}` ? Name | Holes<Rest> : never;

type Values<Names extends string> = Readonly<Record<Names, string | number>>;

/** No argument where a text has no braces. */
type Filling<T extends string> = [Holes<T>] extends [never] ? [] : [values: Values<Holes<T>>];

let dictionary: Dictionary = {};
let tag: string | undefined;

/**
 * The language from now on. Constants are translated when their file is loaded: this comes before the page does.
 * @param locale BCP 47, with the region that the person prefers
 */
export function speak(locale: string, texts: Dictionary): void {
  dictionary = texts;
  tag = locale;
}

/** For `Intl`: how dates, times and numbers are written. Undefined is the browser's own way. */
export const locale = (): string | undefined => tag;

/** What the dictionary has for a text. */
export const entry = (text: string): string | undefined =>
  Object.hasOwn(dictionary, text) ? dictionary[text] : undefined;

/**
 * The text in the person's language with its braces, in English where the dictionary lacks it. Where one English word
 * stands for two, a mark at its end tells which: "Hold @call".
 */
export const wording = (text: string): string => entry(text) ?? text.replace(/ @\w+$/, '');

/** A text of the page whose English is not a literal here, but collected all the same: search-index.json. */
export const translated = (text: string): string => wording(text);

/** All that is known in the person's language. */
export const spoken = (): Dictionary => dictionary;

/**
 * A text of the page in the person's language, in English where the dictionary lacks it.
 * @param text English and a literal, because `npm run languages` collects them; never what a person wrote
 */
export const t = <T extends string>(text: T, ...[values]: Filling<T>): string => fill(wording(text), values);

/**
 * The same for a text with two forms. The dictionary has them as `one|other`.
 * @param count decides the form, and is `{count}` in it
 */
export function plural<T extends string>(
  one: string,
  other: T,
  count: number,
  ...[values]: [Exclude<Holes<T>, 'count'>] extends [never] ? [] : [values: Values<Exclude<Holes<T>, 'count'>>]
): string {
  const forms = wording(`${one}|${other}`).split('|');
  const form = new Intl.PluralRules(tag ?? 'en').select(count) === 'one' ? forms[0] : forms.at(-1);
  return fill(form ?? other, { count: number(count), ...values });
}

/**
 * The pieces of a translated text, what stands for the braces among them: `weave('When {start}', { start })`.
 * @param text like that of `t`
 */
export const weave = <T extends string, P>(text: T, parts: Readonly<Record<Holes<T>, P>>): (string | P)[] =>
  wording(text)
    .split(/(\{\w+\})/)
    .filter(piece => piece !== '')
    .map(piece => (parts as Readonly<Record<string, P>>)[piece.slice(1, -1)] ?? piece);

/** Puts values into the braces. */
export const fill = (text: string, values: Readonly<Record<string, string | number>> = {}): string =>
  text.replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole));

/** A number as people write it here. */
export const number = (value: number, decimals = 0): string =>
  value.toLocaleString(tag, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });

/** "Monday, Wednesday and Friday". */
export const listed = (items: readonly string[]): string =>
  // The comma that Americans put before the last "and" is not ours.
  new Intl.ListFormat(tag?.startsWith('en') === false ? tag : 'en-GB').format(items);

/** A title within a sentence: "DTMF" stays as it is, and so does every noun of German. */
export const midSentence = (title: string): string =>
  /^\p{Lu}\p{Ll}/u.test(title) && tag?.startsWith('de') !== true
    ? title.charAt(0).toLocaleLowerCase(tag) + title.slice(1)
    : title;
