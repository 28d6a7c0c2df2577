import { Fault } from '../core/fault.ts';
import type { Link } from './link.ts';
import type { Qos } from './settings.ts';

/** What is subscribed to on the present connection. */
export class Listening {
  #link: Link | undefined;
  #filters = new Map<string, Qos>();
  #refused = new Map<string, string>();
  #running: Promise<void> = Promise.resolve();

  /** What the broker did not allow, in words. */
  get problem(): string | undefined {
    return this.#refused.size === 0 ? undefined : [...this.#refused.values()].join('; ');
  }

  /** Subscribes to the filters, and to nothing else. @throws Fault `unavailable` where the connection breaks */
  sync(link: Link, wanted: ReadonlyMap<string, Qos>): Promise<void> {
    const done = this.#running.then(() => this.#sync(link, wanted));
    this.#running = done.catch(() => undefined);
    return done;
  }

  async #sync(link: Link, wanted: ReadonlyMap<string, Qos>): Promise<void> {
    if (link !== this.#link) {
      this.#link = link;
      this.#filters = new Map();
    }
    this.#refused = new Map();
    for (const filter of this.#filters.keys()) {
      if (!wanted.has(filter)) await link.unsubscribe(filter);
    }
    for (const [filter, qos] of wanted) {
      if (this.#filters.get(filter) !== qos) await this.#subscribe(link, filter, qos);
    }
    this.#filters = new Map([...wanted].filter(([filter]) => !this.#refused.has(filter)));
  }

  async #subscribe(link: Link, filter: string, qos: Qos): Promise<void> {
    try {
      await link.subscribe(filter, qos);
    } catch (error) {
      if (!(error instanceof Fault) || error.kind !== 'failed') throw error;
      this.#refused.set(filter, error.message);
    }
  }
}
