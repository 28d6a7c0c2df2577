import { type Action, defineAction } from '../actions/index.ts';
import { integer, object, optional, string } from '../core/schema.ts';
import { PITCH, RATE } from './params.ts';
import type { Speech } from './speech.ts';

/** What rules, the page and programs may have said. */
export const speechActions = (speech: Pick<Speech, 'say' | 'stop'>): Action[] => [
  defineAction({
    id: 'speech.say',
    title: 'Say a text',
    args: object({
      text: string({ minLength: 1 }),
      voice: string({ default: '' }),
      rate: optional(RATE),
      pitch: optional(PITCH),
      volume: integer({ minimum: 0, maximum: 1000, default: 100 }),
    }),
    run: args => speech.say(args),
  }),
  defineAction({
    id: 'speech.stop',
    title: 'Stop speaking',
    args: object({}),
    run: () => speech.stop(),
  }),
];
