import { type Action, defineAction } from '../actions/index.ts';
import { object } from '../core/schema.ts';

/** What rules, the page and programs may ask of the device itself. */
export const systemActions = ({ restart }: { readonly restart: () => void }) => [
  {
    ...defineAction({ id: 'system.restart', title: 'Restart device', args: object({}), run: () => restart() }),
    // Rules are made by those who may restart; whoever only plays clips must not do it through the list of actions.
    access: 'admin',
  } as const satisfies Action & { access: string },
];
