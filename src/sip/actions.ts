import { type Action, defineAction } from '../actions/index.ts';
import { object, string } from '../core/schema.ts';

/** What makes and takes calls. */
export interface Calls {
  /** @param account empty for the default one. @throws Fault */
  make(to: string, account: string): unknown;
  /** Takes the call that rings. @throws Fault `conflict` where none does */
  answer(): unknown;
  /** Ends the call, or refuses the one that rings. @throws Fault `conflict` where there is none */
  end(): unknown;
}

/** What rules, the page and programs may ask of calls. */
export const callActions = (calls: Calls): Action[] => [
  defineAction({
    id: 'call.make',
    title: 'Make call',
    args: object({ to: string({ minLength: 1 }), account: string({ default: '' }) }),
    run: ({ to, account }) => calls.make(to, account),
  }),
  defineAction({ id: 'call.answer', title: 'Answer call', args: object({}), run: () => calls.answer() }),
  defineAction({ id: 'call.end', title: 'End call', args: object({}), run: () => calls.end() }),
];
