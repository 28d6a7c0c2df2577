/** What the speaker can be asked to do, by rules, the page and programs alike. */
export { type Action, defineAction } from './action.ts';
