import type { Action } from '../actions/index.ts';
import { Fault, notFound } from '../core/fault.ts';
import { mayActAs } from '../core/role.ts';
import { type Exchange, idIn, type Route } from '../http/index.ts';
import type { ActionInfo } from './contract.ts';
import { bodyOf, json } from './json.ts';

interface ActionsDeps {
  readonly actions: readonly Action[];
}

/** What the speaker can be asked to do, and the asking. */
export const actionRoutes = ({ actions }: ActionsDeps): Route[] => [
  {
    path: '/api/actions',
    methods: ['GET'],
    access: 'operator',
    handle: exchange => json(actions.filter(action => mayRun(action, exchange)).map(shown)),
  },
  {
    path: '/api/actions/:id',
    methods: ['POST'],
    access: 'operator',
    handle: async exchange => {
      const action = actions.find(({ id }) => id === exchange.params['id']);
      if (action === undefined) throw notFound(`there is no action ${idIn(exchange)}`);
      if (!mayRun(action, exchange))
        throw new Fault('forbidden', `${action.title} is for the role ${neededFor(action)}`);
      await action.run(await bodyOf(action.args, exchange));
      return undefined;
    },
  },
];

const neededFor = ({ access = 'operator' }: Action) => access;
const mayRun = (action: Action, { caller }: Exchange) =>
  caller !== undefined && mayActAs(caller.role, neededFor(action));

const shown = ({ id, title, args }: Action): ActionInfo => ({ id, title, args });
