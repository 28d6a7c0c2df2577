import { Fault } from '../core/fault.ts';
import { mayActAs } from '../core/role.ts';
import { boolean, object, optional, type Schema, string } from '../core/schema.ts';
import type { Route } from '../http/index.ts';
import type { VirtualInput, VirtualInputChange } from './contract.ts';
import { bodyOf, json } from './json.ts';

/** What the page needs of the virtual inputs. */
export interface ApiVirtualInputs {
  list(): readonly VirtualInput[];
  /** @throws Fault `not-found` */
  get(port: number): VirtualInput;
  set(port: number, active: boolean): unknown;
  /** @throws Fault `invalid` */
  rename(port: number, name: string): Promise<void>;
}

const CHANGE: Schema<VirtualInputChange> = object({ active: optional(boolean()), name: optional(string()) });

/** Virtual inputs, which the page calls manual triggers. */
export const virtualInputRoutes = ({ virtualInputs }: { readonly virtualInputs: ApiVirtualInputs }): Route[] => [
  {
    path: '/api/virtual-inputs',
    methods: ['GET'],
    access: 'operator',
    handle: () => json(virtualInputs.list()),
  },
  {
    path: '/api/virtual-inputs/:port',
    methods: ['PATCH'],
    access: 'operator',
    body: CHANGE,
    handle: async exchange => {
      const { port } = virtualInputs.get(Number(exchange.params['port']));
      const { active, name } = await bodyOf(CHANGE, exchange);
      if (name !== undefined) {
        const { caller } = exchange;
        if (caller === undefined || !mayActAs(caller.role, 'admin'))
          throw new Fault('forbidden', 'names are for the role admin', { field: 'name' });
        await virtualInputs.rename(port, name);
      }
      if (active !== undefined) virtualInputs.set(port, active);
      return json(virtualInputs.get(port));
    },
  },
];
