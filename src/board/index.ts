/** The contract between the speaker and the hardware it runs on. */
export type { Board, BoardIdentity, Button, Led, LedShow } from './board.ts';
export type { Medium, StorageSlot } from './storage-slot.ts';
