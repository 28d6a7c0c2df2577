import { told } from '../language/told.ts';

/** What the speaker says, as a sentence in the person's language: with a capital and a full stop. */
export function sentence(english: string): string {
  const text = told(english);
  // A first word that is no plain word may be a file's name, which is not ours to change.
  const whole = /^\p{Ll}+[ ,:]/u.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
  const finished = /[.!?…]$/.test(whole) ? whole : `${whole}.`;
  // The page may say the same by itself.
  return text === english ? told(finished) : finished;
}
