import { t } from '../language/translate.ts';
import { told } from '../language/told.ts';

/** `heldMs` as words: `held ms`. */
export const spaced = (name: string): string =>
  name.replace(/([a-z0-9])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);

function show(value: unknown): string {
  if (typeof value === 'boolean') return value ? t('yes') : t('no');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What an event tells, on one line: `playing: yes · name: Bell`. */
export const eventData = (data: Readonly<Record<string, unknown>>): string =>
  Object.entries(data)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${told(spaced(name))}: ${show(value)}`)
    .join(' · ');
