import type { Listeners, ListenWish } from '../../src/audio/index.ts';
import { unavailable } from '../../src/core/fault.ts';

/** Lets nobody listen, and remembers what was wished. */
export function fakeListeners() {
  const wishes: ListenWish[] = [];
  const listeners: Pick<Listeners, 'open' | 'hasAac'> = {
    open(wish) {
      wishes.push(wish);
      throw unavailable('as many listen already as may');
    },
    hasAac: async () => false,
  };
  return { listeners, wishes };
}
