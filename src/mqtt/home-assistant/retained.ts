import { list, type Schema, string } from '../../core/schema.ts';
import type { StateFile } from '../../settings/index.ts';
import type { Outgoing } from '../message.ts';

export const RETAINED_TOPICS: Schema<string[]> = list(string());

/** Whoever takes messages to the broker. */
interface Publisher {
  publish(message: Outgoing): Promise<void>;
}

/**
 * Messages that the broker keeps for us. Their topics are remembered on the disk, so that what is no longer true is taken
 * back even where that was learnt while there was no connection.
 */
export class Retained {
  readonly #file: StateFile<string[]>;
  /** Topics that the broker may have something of ours on. */
  #topics = new Set<string>();
  /** What it has surely, from this connection. */
  #told = new Map<string, string>();
  #publisher: Publisher | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(file: StateFile<string[]>) {
    this.#file = file;
  }

  async load(): Promise<void> {
    this.#topics = new Set(await this.#file.load());
  }

  /** Publishes what is new or another than before, and empties what is not wanted any more. @throws Fault */
  sync(publisher: Publisher, wanted: ReadonlyMap<string, string>): Promise<void> {
    const done = this.#running.then(() => this.#sync(publisher, wanted));
    this.#running = done.catch(() => undefined);
    return done;
  }

  /** The broker may have lost all: the next `sync` tells everything. */
  forget(): void {
    this.#told.clear();
  }

  async #sync(publisher: Publisher, wanted: ReadonlyMap<string, string>): Promise<void> {
    if (publisher !== this.#publisher) this.#told.clear();
    this.#publisher = publisher;
    await this.#remember([...this.#topics, ...wanted.keys()]);
    for (const [topic, payload] of wanted) {
      if (this.#told.get(topic) === payload) continue;
      await publisher.publish({ topic, payload, qos: 1, retain: true });
      this.#told.set(topic, payload);
    }
    for (const topic of this.#topics) {
      if (wanted.has(topic)) continue;
      await publisher.publish({ topic, payload: '', qos: 1, retain: true });
      this.#told.delete(topic);
    }
    await this.#remember(wanted.keys());
  }

  async #remember(topics: Iterable<string>): Promise<void> {
    const next = new Set(topics);
    if (next.size === this.#topics.size && [...next].every(topic => this.#topics.has(topic))) return;
    await this.#file.save([...next]);
    this.#topics = next;
  }
}
