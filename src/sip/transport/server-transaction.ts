import type { Clock } from '../../core/clock.ts';
import type { Flow } from './flow.ts';
import type { SipMessage } from './message.ts';
import { PATIENCE, T1, T2, T4, Timers } from './timers.ts';

/** So long the one who asks waits without a word. */
const TRYING_MS = 200;

interface ServerDeps {
  readonly clock: Clock;
  readonly request: SipMessage;
  /** Where responses go. */
  readonly flow: Flow;
  readonly send: (response: SipMessage, flow: Flow) => void;
  readonly ended: () => void;
}

/**
 * A request that was made of us, until nobody can ask again (RFC 3261, 17.2, with RFC 6026): repetitions are answered by
 * the last response, a refusal of an INVITE is repeated until the ACK.
 */
export class ServerTransaction {
  readonly #deps: ServerDeps;
  readonly #timers: Timers;
  #state: 'proceeding' | 'accepted' | 'completed' | 'confirmed' = 'proceeding';
  #last: SipMessage | undefined;
  readonly #endings: (() => void)[] = [];

  constructor(deps: ServerDeps) {
    this.#deps = deps;
    this.#timers = new Timers(deps.clock);
  }

  get request(): SipMessage {
    return this.#deps.request;
  }

  get flow(): Flow {
    return this.#deps.flow;
  }

  get isAnswered(): boolean {
    return this.#state !== 'proceeding';
  }

  /** The same request came once more. */
  repeated(): void {
    if (this.#state === 'proceeding' || this.#state === 'completed') this.#repeat();
  }

  respond(response: SipMessage): void {
    const { flow, send } = this.#deps;
    if (this.#state === 'accepted') {
      // A 2xx is repeated by who gave it (RFC 3261, 13.3.1.4).
      if (response.status < 300 && response.status >= 200) send(response, flow);
      return;
    }
    if (this.#state !== 'proceeding') return;
    this.#last = response;
    if (response.status === 100) this.#hold(response);
    else send(response, flow);
    if (response.status >= 200) this.#final(response.status);
  }

  /** The ACK of a refusal came. */
  acknowledged(): void {
    if (this.#state !== 'completed' || this.request.method !== 'INVITE') return;
    this.#state = 'confirmed';
    this.#timers.clear();
    this.#endAfter(T4);
  }

  /** Calls back when it is over. */
  onEnd(ended: () => void): void {
    this.#endings.push(ended);
  }

  end(): void {
    this.#timers.clear();
    this.#deps.ended();
    for (const ended of this.#endings.splice(0)) ended();
  }

  /** That something is being done need not be told to who is told soon what came of it (RFC 3261, 17.2.1). */
  #hold(trying: SipMessage): void {
    this.#timers.after(TRYING_MS, () => {
      if (this.#last === trying) this.#repeat();
    });
  }

  #final(status: number): void {
    this.#state = this.request.method === 'INVITE' && status < 300 ? 'accepted' : 'completed';
    if (this.request.method !== 'INVITE') {
      this.#endAfter(PATIENCE);
      return;
    }
    this.#timers.after(PATIENCE, () => this.end());
    const repeats = this.#state === 'completed' && this.flow.protocol === 'UDP';
    if (repeats)
      this.#timers.repeat(
        () => this.#repeat(),
        pauseMs => Math.min(2 * pauseMs, T2),
        T1,
      );
  }

  /** Over TCP nothing is repeated, so there is nothing to wait for. */
  #endAfter(ms: number): void {
    if (this.flow.protocol === 'UDP') this.#timers.after(ms, () => this.end());
    else this.end();
  }

  #repeat(): void {
    if (this.#last !== undefined) this.#deps.send(this.#last, this.#deps.flow);
  }
}
