import { told } from './told.ts';

/** What a declaration says to people. */
const WORDS = ['title', 'description', 'group', 'help'];

/** Declarations of the speaker (settings, events, actions, types of recipients) with their words in the person's language. */
export function declared<T>(declarations: T): T {
  if (Array.isArray(declarations)) return declarations.map(each => declared<unknown>(each)) as T;
  if (typeof declarations !== 'object' || declarations === null) return declarations;
  return Object.fromEntries(
    Object.entries(declarations).map(([name, value]: [string, unknown]) => [
      name,
      typeof value === 'string' && WORDS.includes(name) ? told(value) : declared(value),
    ]),
  ) as T;
}

/** What happened, with its title in the person's language; what it tells stays as it is. */
export const titled = <E extends { readonly title: string }>(events: readonly E[]): readonly E[] =>
  events.map(event => ({ ...event, title: told(event.title) }));
