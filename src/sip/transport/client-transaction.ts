import type { Clock } from '../../core/clock.ts';
import type { Flow, Hop, UnreachableFault } from './flow.ts';
import { SipMessage } from './message.ts';
import { PATIENCE, T1, T2, T4, Timers } from './timers.ts';

interface ClientDeps {
  readonly clock: Clock;
  readonly request: SipMessage;
  readonly flow: Flow;
  /** ms in which somebody must answer. */
  readonly patienceMs: number;
  readonly send: (message: SipMessage, flow: Flow, failed: (fault: UnreachableFault) => void) => void;
  readonly responded: (response: SipMessage) => void;
  /** No response will come. */
  readonly failed: (hop: Hop, message: string) => void;
  readonly ended: () => void;
}

/**
 * A request of ours, until its last response came (RFC 3261, 17.1, with RFC 6026): over UDP it is repeated until
 * somebody answers; a refused INVITE is acknowledged here.
 */
export class ClientTransaction {
  readonly #deps: ClientDeps;
  readonly #timers: Timers;
  #state: 'trying' | 'proceeding' | 'accepted' | 'completed' | 'ended' = 'trying';
  #ack: SipMessage | undefined;
  #cancelled = false;

  constructor(deps: ClientDeps) {
    this.#deps = deps;
    this.#timers = new Timers(deps.clock);
  }

  get request(): SipMessage {
    return this.#deps.request;
  }

  get flow(): Flow {
    return this.#deps.flow;
  }

  start(): void {
    this.#timers.after(this.#deps.patienceMs, () => {
      if (this.#state === 'trying' || (!this.#isInvite && this.#state === 'proceeding'))
        this.#fail('time-out', `${this.flow.host} does not answer`);
    });
    if (this.flow.protocol === 'UDP')
      this.#timers.repeat(
        () => this.#repeat(),
        pauseMs => this.#nextPause(pauseMs),
        T1,
      );
    this.#send();
  }

  receive(response: SipMessage): void {
    if (this.#state === 'ended') return;
    if (response.status < 200) {
      if (this.#state !== 'trying' && this.#state !== 'proceeding') return;
      this.#state = 'proceeding';
      this.#deps.responded(response);
    } else if (this.#isInvite) this.#receiveInvite(response);
    else this.#receiveOther(response);
  }

  /** The INVITE shall not go on: whoever it rings at is told (RFC 3261, 9.1). */
  cancelling(): SipMessage | undefined {
    if (this.#cancelled || this.#state !== 'proceeding') return undefined;
    this.#cancelled = true;
    return this.#sibling('CANCEL');
  }

  /** Its connection broke. */
  broken(): void {
    const waits = this.#state === 'trying' || (this.#state === 'proceeding' && !this.#isInvite);
    if (waits) this.#fail(this.flow.protocol === 'TLS' ? 'tls' : 'tcp', 'the connection broke');
  }

  end(): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.#timers.clear();
    this.#deps.ended();
  }

  get #isInvite(): boolean {
    return this.request.method === 'INVITE';
  }

  #receiveInvite(response: SipMessage): void {
    const open = this.#state === 'trying' || this.#state === 'proceeding';
    if (response.status < 300) {
      if (open) {
        this.#timers.clear();
        this.#timers.after(PATIENCE, () => this.end());
        this.#state = 'accepted';
      }
      // Every repetition goes up: it is acknowledged by who called.
      if (this.#state === 'accepted') this.#deps.responded(response);
      return;
    }
    if (this.#state === 'completed') this.#acknowledge(response);
    if (!open) return;
    this.#timers.clear();
    this.#state = 'completed';
    this.#acknowledge(response);
    this.#deps.responded(response);
    this.#endAfter(PATIENCE);
  }

  #receiveOther(response: SipMessage): void {
    if (this.#state !== 'trying' && this.#state !== 'proceeding') return;
    this.#timers.clear();
    this.#state = 'completed';
    this.#deps.responded(response);
    this.#endAfter(T4);
  }

  #acknowledge(response: SipMessage): void {
    this.#ack ??= this.#sibling('ACK', response.get('to'));
    this.#deps.send(this.#ack, this.flow, () => undefined);
  }

  /** ACK and CANCEL belong to the INVITE: same way, same branch, same number. */
  #sibling(method: 'ACK' | 'CANCEL', to = this.request.get('to')): SipMessage {
    const { request } = this.#deps;
    const sibling = new SipMessage(request.start.replace(/^\S+/, method), [['Max-Forwards', '70']]);
    sibling.set('via', request.all('via')[0] ?? '');
    for (const name of ['route', 'from', 'call-id']) sibling.set(name, ...request.all(name));
    if (to !== undefined) sibling.set('to', to);
    sibling.set('cseq', `${request.cseq[0]} ${method}`);
    return sibling;
  }

  #repeat(): void {
    if (this.#state === 'trying' || (this.#state === 'proceeding' && !this.#isInvite)) this.#send();
  }

  #nextPause(pauseMs: number): number {
    if (this.#isInvite) return 2 * pauseMs;
    return this.#state === 'proceeding' ? T2 : Math.min(2 * pauseMs, T2);
  }

  #send(): void {
    this.#deps.send(this.request, this.flow, fault => {
      if (this.#state === 'trying') this.#fail(fault.hop, fault.message);
    });
  }

  #fail(hop: Hop, message: string): void {
    this.end();
    this.#deps.failed(hop, message);
  }

  #endAfter(ms: number): void {
    if (this.flow.protocol === 'UDP') this.#timers.after(ms, () => this.end());
    else this.end();
  }
}
