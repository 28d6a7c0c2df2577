import { remember, remembered } from '../data/keepsakes.ts';
import { type Dictionary, speak } from './translate.ts';

/** The languages of the page, each by its own name. */
export const LANGUAGES = {
  en: 'English',
  sv: 'Svenska',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
} as const;
export type Language = keyof typeof LANGUAGES;

const KEY = 'stentor-language';

/** English is in the page itself. */
const DICTIONARIES: Readonly<Record<Exclude<Language, 'en'>, () => Promise<{ readonly default: Dictionary }>>> = {
  sv: () => import('./sv.json', { with: { type: 'json' } }),
  de: () => import('./de.json', { with: { type: 'json' } }),
  fr: () => import('./fr.json', { with: { type: 'json' } }),
  es: () => import('./es.json', { with: { type: 'json' } }),
};

const isKnown = (language: string): language is Language => Object.hasOwn(LANGUAGES, language);
const baseOf = (tag: string) => tag.split('-')[0] ?? tag;

/** The one that was chosen in this browser, else the first that the browser's user reads. */
export function chosenLanguage(): Language {
  const kept = remembered(KEY) ?? '';
  return isKnown(kept) ? kept : (navigator.languages.map(baseOf).find(isKnown) ?? 'en');
}

/** Is in force when the page is loaded again. */
export const rememberLanguage = (language: Language): void => remember(KEY, language);

/** Loads the dictionary. Where it cannot be had, the page speaks English. */
export async function startLanguage(): Promise<void> {
  const language = chosenLanguage();
  const texts =
    language === 'en'
      ? {}
      : await DICTIONARIES[language]().then(
          read => read.default,
          () => undefined,
        );
  const spoken = texts === undefined ? 'en' : language;
  speak(navigator.languages.find(tag => baseOf(tag) === spoken) ?? spoken, texts ?? {});
  document.documentElement.lang = spoken;
}
