/** A message as a sentence: with a capital and a full stop. */
export function sentence(text: string): string {
  // A first word that is no plain word may be a file's name, which is not ours to change.
  const whole = /^[a-z]+[ ,:]/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
  return /[.!?…]$/.test(whole) ? whole : `${whole}.`;
}
