/** What the speaker can be asked to do, by rules, the page and programs alike, and what texts in that become. */
export { type Action, type Cause, defineAction } from './action.ts';
export { checkWords, escapeFor, fillText, type TextFacts } from './fill-text.ts';
export { DEVICE_MODIFIERS, TIME_MODIFIERS } from './modifiers.ts';
