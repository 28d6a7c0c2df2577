/** Where files are kept: media in the slot, and a quota of the data partition. */
export type { Disk } from './disk.ts';
export { createStorage } from './domain.ts';
export { storageDisruption, storageFull, storageRemoved } from './events.ts';
export { LinuxSlot } from './linux-slot.ts';
export { STORAGE_PARAMS } from './params.ts';
