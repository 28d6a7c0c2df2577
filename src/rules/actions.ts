import { type Action, defineAction } from '../actions/index.ts';
import { boolean, integer, object } from '../core/schema.ts';
import { INPUT_PORTS, type VirtualInputs } from './virtual-inputs.ts';

/** What can be done to virtual inputs. */
export const virtualInputActions = (inputs: Pick<VirtualInputs, 'set'>): Action[] => [
  defineAction({
    id: 'rules.set-virtual-input',
    title: 'Set virtual input',
    args: object({ port: integer({ minimum: 1, maximum: INPUT_PORTS }), active: boolean({ default: true }) }),
    run: ({ port, active }) => inputs.set(port, active),
    hold: ({ port, active }) => {
      inputs.set(port, active);
      return () => inputs.set(port, !active);
    },
  }),
];
