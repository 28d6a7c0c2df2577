import type { Clock, Off } from '../../core/clock.ts';

/** Calls back whenever something can be read from a file descriptor. */
export type WatchReadable = (descriptor: number, readable: () => void) => Off;

/** Calls back every so many ms, whether or not there is something. */
export const polled =
  (clock: Clock, ms: number): WatchReadable =>
  (_, readable) =>
    clock.every(ms, readable);
