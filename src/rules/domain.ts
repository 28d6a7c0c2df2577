import type { Off } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { EventBus } from '../events/index.ts';
import { Collection, JsonFile } from '../settings/index.ts';
import { virtualInputActions } from './actions.ts';
import { INPUT_NAMES, VirtualInputs } from './virtual-inputs.ts';

interface VirtualInputsDeps {
  readonly events: EventBus;
  readonly log: Log;
  /** Path of the file that keeps the names. */
  readonly file: string;
}

/** Inputs that programs and people raise. */
export function createVirtualInputs({ events, log, file }: VirtualInputsDeps) {
  const names = new Collection({
    file: new JsonFile({ path: file, schema: INPUT_NAMES, empty: [], log }),
    noun: 'virtual input',
  });
  const virtualInputs = new VirtualInputs({ names, events });
  return {
    virtualInputs,
    actions: virtualInputActions(virtualInputs),
    async start(): Promise<Off> {
      await names.load();
      return () => undefined;
    },
  };
}
