import { BackOff } from '../../core/back-off.ts';
import type { Clock, Off } from '../../core/clock.ts';
import { type Waiting, WaitingMessages } from './waiting.ts';
import type { Wire, WireListener } from './wire.ts';

/** How it goes with one server. */
export interface DeliveryStatus {
  /** `open`: messages go out. `waiting`: there is a problem, it is tried again by itself. */
  readonly state: 'connecting' | 'open' | 'waiting';
  readonly problem: string | undefined;
  /** Messages since the start, or since the settings were changed. */
  readonly sent: number;
  readonly dropped: number;
  readonly waiting: number;
}

interface DeliveryDeps {
  /** Opens the way to the server. @throws Error with the reason */
  readonly open: (listener: WireListener) => Promise<Wire>;
  readonly clock: Clock;
  /** Told when the state is another, or messages begin to be dropped. */
  readonly changed: (status: DeliveryStatus) => void;
  /** The message that tells of so many that were dropped. */
  readonly lossMessage: (dropped: number) => Buffer;
}

/** How long the answer to a test may take, ms. */
const TEST_MS = 12_000;

/**
 * Brings messages to one server, however it is: what it does not take waits, and what is too much is dropped. Nobody ever
 * waits for it.
 */
export class Delivery {
  readonly #deps: DeliveryDeps;
  readonly #waiting = new WaitingMessages();
  readonly #backOff = new BackOff();
  #state: DeliveryStatus['state'] = 'connecting';
  #problem: string | undefined;
  #sent = 0;
  #toldDropped = 0;
  #wire: Wire | undefined;
  #isFull = false;
  #openedAt = 0;
  #retry: Off | undefined;
  #isOver = false;

  constructor(deps: DeliveryDeps) {
    this.#deps = deps;
  }

  get status(): DeliveryStatus {
    return {
      state: this.#state,
      problem: this.#problem,
      sent: this.#sent,
      dropped: this.#waiting.dropped,
      waiting: this.#waiting.length,
    };
  }

  start(): Off {
    void this.#connect();
    return () => {
      this.#isOver = true;
      this.#retry?.();
      this.#waiting.giveUp('the settings were changed');
      this.#wire?.close();
      this.#wire = undefined;
    };
  }

  push(message: Buffer, told?: Waiting['told']): void {
    const before = this.#waiting.dropped;
    this.#waiting.add(told === undefined ? { message } : { message, told });
    if (before === this.#toldDropped && this.#waiting.dropped > before) this.#deps.changed(this.status);
    this.#pump();
  }

  /** Sends a message now. @returns why it could not be; undefined where it went out */
  test(message: Buffer): Promise<string | undefined> {
    return new Promise(resolve => {
      const off = this.#deps.clock.after(TEST_MS, () => resolve(this.#problem ?? 'the server takes nothing'));
      this.push(message, problem => {
        off();
        resolve(problem);
      });
      if (this.#state !== 'waiting') return;
      this.#retry?.();
      void this.#connect();
    });
  }

  async #connect(): Promise<void> {
    const { open, clock } = this.#deps;
    this.#retry = undefined;
    let lost: string | undefined;
    let wire: Wire | undefined;
    try {
      wire = await open({
        drained: () => {
          this.#isFull = false;
          this.#pump();
        },
        lost: problem => {
          lost = problem;
          if (wire !== undefined && this.#wire === wire) this.#lose(problem);
        },
      });
      if (lost !== undefined) throw new Error(lost);
      if (this.#isOver) {
        wire.close();
        return;
      }
      this.#wire = wire;
      this.#isFull = false;
      this.#openedAt = clock.monotonic();
      this.#become('open', undefined);
      this.#pump();
    } catch (error) {
      this.#lose((error as Error).message);
    }
  }

  #lose(problem: string): void {
    const { clock } = this.#deps;
    const heldMs = this.#wire === undefined ? 0 : clock.monotonic() - this.#openedAt;
    this.#wire?.close();
    this.#wire = undefined;
    if (this.#isOver) return;
    this.#waiting.giveUp(problem);
    this.#become('waiting', problem);
    this.#retry ??= clock.after(this.#backOff.after(heldMs), () => void this.#connect());
  }

  #become(state: DeliveryStatus['state'], problem: string | undefined): void {
    const isNew = state !== this.#state || problem !== this.#problem;
    this.#state = state;
    this.#problem = problem;
    if (isNew) this.#deps.changed(this.status);
  }

  #pump(): void {
    this.#tellLoss();
    while (this.#wire !== undefined && !this.#isFull) {
      const next = this.#waiting.take();
      if (next === undefined) return;
      this.#send(this.#wire, next);
    }
  }

  #send(wire: Wire, { message, told }: Waiting): void {
    const goesOn = wire.send(message, () => {
      this.#sent += 1;
      told?.();
    });
    if (!goesOn) this.#isFull = true;
  }

  /** The server hears of the gap as soon as it hears again, at the place where the gap is. */
  #tellLoss(): void {
    const lost = this.#waiting.dropped - this.#toldDropped;
    if (lost === 0 || this.#wire === undefined || this.#isFull) return;
    this.#toldDropped = this.#waiting.dropped;
    this.#send(this.#wire, { message: this.#deps.lossMessage(lost) });
  }
}
