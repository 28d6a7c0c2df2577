import type { CallNews, CallOrder, Command, SourceClass } from '../engine/contract.ts';

/** One call's sound in the audio process. */
interface CallSound {
  /** Nothing is told any more after `close`. */
  order(order: CallOrder): void;
}

/** A call among all that sounds. */
interface AmongSounds {
  readonly name: string;
  /** Somebody wants that sound to end. */
  stop(): void;
}

interface Kept {
  readonly among: AmongSounds | undefined;
  readonly listener: (news: CallNews) => void;
  /** The last order of each kind that describes how things should be. */
  readonly wishes: Map<CallOrder['is'], CallOrder>;
  port: number | undefined;
  voice: number | undefined;
}

/** What the audio process does for calls; one that died is told anew of those that run. */
export class CallSounds {
  readonly #send: (command: Command) => void;
  readonly #calls = new Map<number, Kept>();
  #next = 1;

  constructor(send: (command: Command) => void) {
    this.#send = send;
  }

  open(listener: (news: CallNews) => void, among?: AmongSounds): CallSound {
    const call = this.#next++;
    const kept: Kept = { among, listener, wishes: new Map(), port: undefined, voice: undefined };
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
    if (news.is === 'voice') kept.voice = news.voice;
    else kept.listener(news);
  }

  /** Those that sound. */
  list(): { voice: number; name: string; sourceClass: SourceClass }[] {
    return [...this.#calls.values()].flatMap(({ voice, among }) =>
      voice === undefined || among === undefined ? [] : [{ voice, name: among.name, sourceClass: 'call' }],
    );
  }

  /** Ends the call whose voice this is. @returns whether there is one */
  stop(voice: number): boolean {
    const found = [...this.#calls.values()].find(kept => kept.voice === voice);
    found?.among?.stop();
    return found !== undefined;
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
