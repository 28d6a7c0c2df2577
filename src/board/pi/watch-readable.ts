import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Clock, Off } from '../../core/clock.ts';

/** Calls back whenever something can be read from a file descriptor. */
export type WatchReadable = (descriptor: number, readable: () => void) => Off;

/** The add-on that the package epoll is made of. */
interface Epoll {
  add(descriptor: number, events: number): unknown;
  remove(descriptor: number): unknown;
  close(): void;
}
interface EpollModule {
  readonly Epoll: (new (callback: (error: Error | null) => void) => Epoll) & { readonly EPOLLIN: number };
}

/** How often is looked without epoll, ms: half a percent of one core. */
const POLL_MS = 50;
/** Beside the bundled program, or seen from this file among the sources. */
const PLACES = ['./native/epoll.node', '../../../dist/native/epoll.node'];

/** Looks by epoll where its add-on was built; else every 50 ms. (Node itself cannot wait for a character device.) */
export function watchReadable(clock: Clock): WatchReadable {
  const epoll = loadEpoll();
  return epoll === undefined ? polled(clock) : byEpoll(epoll);
}

export const polled =
  (clock: Clock, ms = POLL_MS): WatchReadable =>
  (_, readable) =>
    clock.every(ms, readable);

const byEpoll =
  ({ Epoll }: EpollModule): WatchReadable =>
  (descriptor, readable) => {
    // An error of the wait is one of the descriptor: reading tells it better.
    const poller = new Epoll(() => readable());
    poller.add(descriptor, Epoll.EPOLLIN);
    return () => {
      poller.remove(descriptor);
      poller.close();
    };
  };

function loadEpoll(): EpollModule | undefined {
  const file = PLACES.map(place => fileURLToPath(new URL(place, import.meta.url))).find(path => existsSync(path));
  if (file === undefined) return undefined;
  try {
    return createRequire(import.meta.url)(file) as EpollModule;
  } catch {
    return undefined; // built for another version of Node
  }
}
