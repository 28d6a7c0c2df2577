import { type Action, defineAction } from '../actions/index.ts';
import { object } from '../core/schema.ts';

/** What rules, the page and programs may ask of the speaker test. @param run begins a test. @throws Fault */
export const speakerTestActions = (run: () => unknown): Action[] => [
  defineAction({ id: 'speakertest.run', title: 'Run automatic speaker test', args: object({}), run }),
];
