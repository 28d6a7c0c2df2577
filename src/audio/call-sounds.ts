import type { CallNews, CallOrder, Command } from '../engine/contract.ts';

/** One call's sound in the audio process. */
interface CallSound {
  /** Nothing is told any more after `close`. */
  order(order: CallOrder): void;
}

interface Kept {
  readonly listener: (news: CallNews) => void;
  /** The last order of each kind that describes how things should be. */
  readonly wishes: Map<CallOrder['is'], CallOrder>;
  port: number | undefined;
}

/** What the audio process does for calls; one that died is told anew of those that run. */
export class CallSounds {
  readonly #send: (command: Command) => void;
  readonly #calls = new Map<number, Kept>();
  #next = 1;

  constructor(send: (command: Command) => void) {
    this.#send = send;
  }

  open(listener: (news: CallNews) => void): CallSound {
    const call = this.#next++;
    const kept: Kept = { listener, wishes: new Map(), port: undefined };
    this.#calls.set(call, kept);
    return {
      order: order => {
        if (!this.#calls.has(call)) return;
        if (order.is === 'close') this.#calls.delete(call);
        else if (order.is !== 'dtmf') kept.wishes.set(order.is, order);
        this.#send({ do: 'call', call, order });
      },
    };
  }

  hear(call: number, news: CallNews): void {
    const kept = this.#calls.get(call);
    if (kept === undefined) return;
    // After a restart it is open again where it was: nobody is told twice.
    if (news.is === 'open' && kept.port === news.port) return;
    if (news.is === 'open') kept.port = news.port;
    kept.listener(news);
  }

  /** A new process is to go on where the last one was: at the same ports, so that the peer notices a gap only. */
  revive(): void {
    for (const [call, { wishes, port }] of [...this.#calls]) {
      for (const order of wishes.values()) this.#send({ do: 'call', call, order: again(order, port) });
    }
  }
}

const again = (order: CallOrder, port: number | undefined): CallOrder =>
  order.is === 'open' && port !== undefined
    ? { is: 'open', opening: { ...order.opening, startPort: port, exact: true } }
    : order;
