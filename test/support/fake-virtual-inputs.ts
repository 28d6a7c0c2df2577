import type { EventBus } from '../../src/events/index.ts';
import { type InputName, VirtualInputs } from '../../src/rules/virtual-inputs.ts';
import { Collection } from '../../src/settings/index.ts';
import { memoryFile } from './memory-file.ts';

/** Virtual inputs whose names are kept in memory. */
export const fakeVirtualInputs = (events: EventBus) =>
  new VirtualInputs({ events, names: new Collection({ file: memoryFile<InputName[]>([]), noun: 'virtual input' }) });
