import type { Cause } from './action.ts';
import { invalid } from '../core/fault.ts';
import { DEVICE_MODIFIERS, TIME_MODIFIERS } from './modifiers.ts';

/** What a text can be filled with. */
export interface TextFacts {
  readonly now: Date;
  readonly cause?: Cause | undefined;
  readonly hostName: string;
  readonly address: string;
  readonly macAddress: string;
}

/** How a value is written where it stands; a text is taken as it is. */
export type Escape = (value: string) => string;

/** JSON's escapes where the text is JSON: what an event tells must not end a string. */
export const escapeFor = (text: string): Escape =>
  /^\s*[{[]/u.test(text) ? value => JSON.stringify(value).slice(1, -1) : value => value;

const WORDS = /\{\{([^{}]*)\}\}|%([A-Za-z%])|#(TC|TF|[#inmM])/gu;

/**
 * Fills the modifiers of VAPIX (`%F %T`, `#i #n #m #M ##`) and `{{field}}` with the data of the event, `{{event}}` with
 * its title and `{{topic}}`. An unknown modifier stays as it is; a field that the event does not have becomes nothing.
 */
export function fillText(text: string, facts: TextFacts, escape: Escape = value => value): string {
  const { time, ...rest } = { time: facts.cause?.at ?? facts.now, ...facts };
  return text.replace(WORDS, (whole: string, word?: string, timeModifier?: string, device?: string) => {
    if (word !== undefined) return escape(wordOf(word.trim(), facts) ?? '');
    if (timeModifier !== undefined) return TIME_MODIFIERS[timeModifier]?.fill(time) ?? whole;
    return DEVICE_MODIFIERS[device ?? '']?.fill(rest) ?? whole;
  });
}

/** @throws Fault `invalid` for the first `{{word}}` that the event does not have */
export function checkWords(text: string, facts: TextFacts): void {
  for (const [, inside = ''] of text.matchAll(/\{\{([^{}]*)\}\}/gu)) {
    const word = inside.trim();
    if (facts.cause !== undefined && wordOf(word, facts) === undefined)
      throw invalid(`the event ${facts.cause.def.title} has no ${word.slice(0, 40)}`, 'text');
  }
}

function wordOf(word: string, { cause }: TextFacts): string | undefined {
  if (cause === undefined) return undefined;
  if (word === 'event') return cause.def.title;
  if (word === 'topic') return cause.def.topic;
  const data = (cause.data ?? {}) as Readonly<Record<string, unknown>>;
  const value = Object.hasOwn(data, word) ? data[word] : undefined;
  if (value === undefined) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
