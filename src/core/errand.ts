import { AsyncLocalStorage } from 'node:async_hooks';

/** For whom something is done: one request from outside, from its first look to its answer. */
export interface Errand {
  /** Of the peer. */
  readonly address: string;
  /** The account, once it is known. */
  account?: string;
  /** How the account proved who it is. */
  via?: string;
  /** What was changed on the way, in words. */
  readonly changes: string[];
  /** Answered: what happens later happens for nobody. */
  isOver: boolean;
}

const errands = new AsyncLocalStorage<Errand>();

/** Does something, and all that follows from it, for a peer. */
export const onErrand = <T>(errand: Errand, act: () => T): T => errands.run(errand, act);

/** For whom the present step is done; undefined where nobody asked for it, or the one who did has his answer. */
export function presentErrand(): Errand | undefined {
  const errand = errands.getStore();
  return errand?.isOver === true ? undefined : errand;
}
