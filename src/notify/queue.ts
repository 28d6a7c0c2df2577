import type { Clock, Off } from '../core/clock.ts';
import { Fault } from '../core/fault.ts';
import type { Log } from '../core/log.ts';
import { Listeners } from '../core/listeners.ts';
import { Lane, type LaneState } from './lane.ts';
import type { Delivery, Message } from './message.ts';
import type { QueueFiles } from './queue-files.ts';

/** Bounds of all that waits. */
const MOST = 1000;
const MOST_BYTES = 100_000_000;

interface QueueDeps {
  readonly files: QueueFiles;
  readonly clock: Clock;
  readonly log: Log;
  readonly deliver: (delivery: Delivery, signal: AbortSignal) => Promise<void>;
  readonly lost: (delivery: Delivery, why: string) => void;
}

/**
 * What is on its way. Each message is on the disk before it is tried, and leaves it when it has arrived: one that was in
 * flight when the power failed is sent again, with the same id.
 */
export class Queue {
  readonly #deps: QueueDeps;
  readonly #lanes = new Map<string, Lane>();
  readonly #watchers = new Listeners<[]>();
  #next = 0;
  #count = 0;
  #bytes = 0;
  #adding: Promise<unknown> = Promise.resolve();

  constructor(deps: QueueDeps) {
    this.#deps = deps;
  }

  /** @param known whether there still is such a recipient */
  async start(known: (recipient: string) => boolean): Promise<Off> {
    for (const delivery of await this.#deps.files.load()) {
      this.#next = delivery.number + 1;
      if (known(delivery.recipient)) this.#enter(delivery).catch(() => undefined);
      else await this.#deps.files.remove(delivery.number);
    }
    return async () => {
      await this.#adding;
      await Promise.all([...this.#lanes.values()].map(lane => lane.stop()));
    };
  }

  /**
   * Sends a message; resolves when its first attempt went well.
   * @param file is copied, and sent with it
   * @throws Fault `full` where too much waits; what the first attempt failed with: unless it was refused (`failed`), it
   *   is tried again
   */
  async send(recipient: string, message: Message, file?: string): Promise<void> {
    const added = this.#adding.then(() => this.#add(recipient, message, file));
    this.#adding = added.catch(() => undefined);
    // In a box, or `await` would wait for the attempt before the next message is added.
    await (
      await added
    ).arrived;
  }

  dataOf({ number, message }: Delivery): string | undefined {
    return message.kind === 'file' ? this.#deps.files.dataOf(number) : undefined;
  }

  state(recipient: string): LaneState | undefined {
    return this.#lanes.get(recipient)?.state();
  }

  hurry(recipient: string): void {
    this.#lanes.get(recipient)?.hurry();
  }

  async clear(recipient: string): Promise<void> {
    await this.#lanes.get(recipient)?.clear();
  }

  onChange(watcher: () => void): Off {
    return this.#watchers.add(watcher);
  }

  async #add(recipient: string, message: Message, file?: string): Promise<{ readonly arrived: Promise<void> }> {
    const { files, clock } = this.#deps;
    if (this.#count >= MOST) throw new Fault('full', `${MOST} notifications wait already`);
    const number = this.#next++;
    let bytes = Buffer.byteLength(JSON.stringify(message));
    try {
      if (file !== undefined) bytes += await files.keepData(number, file);
      if (this.#bytes + bytes > MOST_BYTES)
        throw new Fault('full', `more than ${MOST_BYTES / 1_000_000} MB of notifications would wait`);
      const delivery = { number, recipient, at: clock.now().toISOString(), message, bytes };
      await files.add(delivery);
      return { arrived: this.#enter(delivery) };
    } catch (error) {
      await files.remove(number);
      throw error;
    }
  }

  #enter(delivery: Delivery): Promise<void> {
    this.#count++;
    this.#bytes += delivery.bytes;
    return this.#laneOf(delivery.recipient).push(delivery);
  }

  #laneOf(recipient: string): Lane {
    const lane = this.#lanes.get(recipient) ?? this.#newLane();
    this.#lanes.set(recipient, lane);
    return lane;
  }

  #newLane(): Lane {
    const { clock, deliver, lost } = this.#deps;
    return new Lane({
      clock,
      deliver,
      lost,
      done: delivery => this.#done(delivery),
      changed: () => this.#watchers.tell(),
    });
  }

  async #done({ number, bytes }: Delivery): Promise<void> {
    this.#count--;
    this.#bytes -= bytes;
    try {
      await this.#deps.files.remove(number);
    } catch (error) {
      this.#deps.log.error('a notification that has arrived stays on the disk', { number, error: String(error) });
    }
  }
}
