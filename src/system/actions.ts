import { type Action, defineAction } from '../actions/index.ts';
import { object } from '../core/schema.ts';

/** What rules, the page and programs may ask of the device itself. */
export const systemActions = ({ restart }: { readonly restart: () => void }): Action[] => [
  defineAction({
    id: 'system.restart',
    title: 'Restart device',
    args: object({}),
    access: 'admin',
    run: () => restart(),
  }),
];
