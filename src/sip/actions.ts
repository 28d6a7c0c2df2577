import { type Action, defineAction } from '../actions/index.ts';
import { invalid } from '../core/fault.ts';
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

/** Whom a recipient stands for; its account is empty where it is the default one. @throws Fault */
export type Callee = (recipient: string) => { readonly to: string; readonly account: string };

/** What rules, the page and programs may ask of calls. */
export const callActions = (calls: Calls, callee: Callee): Action[] => [
  defineAction({
    id: 'call.make',
    title: 'Make call',
    args: object({
      recipient: string({ default: '' }),
      to: string({ default: '' }),
      account: string({ default: '' }),
    }),
    run: ({ recipient, to, account }) => {
      if (recipient === '' && to === '') throw invalid('choose a recipient, or type an address', 'to');
      const known = recipient === '' ? { to: '', account: '' } : callee(recipient);
      return calls.make(to === '' ? known.to : to, account === '' ? known.account : account);
    },
  }),
  defineAction({ id: 'call.answer', title: 'Answer call', args: object({}), run: () => calls.answer() }),
  defineAction({ id: 'call.end', title: 'End call', args: object({}), run: () => calls.end() }),
];
