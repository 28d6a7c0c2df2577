/** What the speaker can be asked to do, by rules, the page and programs alike. */
export { type Action, type Cause, defineAction } from './action.ts';
