import type { Clock } from '../../core/clock.ts';
import { randomToken } from '../../core/secrets.ts';
import { ClientTransaction } from './client-transaction.ts';
import { asUnreachable, type Flow, type Hop, type Target, UnreachableFault } from './flow.ts';
import { type SipMessage, viaText } from './message.ts';
import type { Parsed } from './parse.ts';
import { responseTo } from './response.ts';
import { ServerTransaction } from './server-transaction.ts';
import type { SipSockets } from './sockets.ts';
import { PATIENCE, PATIENCE_WITH_OTHERS } from './timers.ts';

/** Each holds a request for half a minute; more at a time are a flood. */
const MOST_SERVERS = 2000;
const MOST_CLIENTS = 500;
/** A longer request does not go by UDP (RFC 3261, 18.1.1). */
const MOST_BY_UDP = 1300;

export interface LayerHandlers {
  /** A new request; its `transaction` wants a response. */
  request(transaction: ServerTransaction): void;
  /** The INVITE that is to be cancelled rings; `transaction` is the CANCEL's. */
  cancel(transaction: ServerTransaction, invite: ServerTransaction): void;
  /** Of a call that was taken. */
  ack(message: SipMessage, flow: Flow): void;
  /** Of an INVITE whose transaction is over: it must be acknowledged all the same. */
  stray(response: SipMessage): void;
  /** Every message as it comes or goes. */
  tap(message: SipMessage, flow: Flow, direction: 'in' | 'out'): void;
}

interface LayerDeps {
  readonly clock: Clock;
  readonly sockets: Pick<SipSockets, 'flowTo' | 'send' | 'isOpen'>;
  readonly handlers: LayerHandlers;
  /** Whether long requests go by TCP. */
  readonly udpToTcp: () => boolean;
}

/** A request on its way. */
export interface Sending {
  readonly targets: readonly (Target | Flow)[];
  /** The request as it goes over a flow, with this branch in its Via. */
  readonly prepare: (flow: Flow, branch: string) => SipMessage;
  readonly responded: (response: SipMessage, flow: Flow) => void;
  readonly failed: (hop: Hop, message: string) => void;
}

/** What is left to do with a request that was sent. */
export interface Sent {
  cancel(): void;
}

/** Requests and responses that arrive although datagrams do not (RFC 3261, 17 and 18). */
export class TransactionLayer {
  readonly #deps: LayerDeps;
  readonly #servers = new Map<string, ServerTransaction>();
  readonly #clients = new Map<string, ClientTransaction>();

  constructor(deps: LayerDeps) {
    this.#deps = deps;
  }

  get size(): number {
    return this.#servers.size + this.#clients.size;
  }

  receive({ message, problem }: Parsed, flow: Flow): void {
    if (message.isRequest) this.#receiveRequest(message, flow, problem);
    else if (problem === undefined) this.#receiveResponse(message, flow);
  }

  /** A connection broke: who waits there for a response waits in vain. */
  closed(flow: Flow): void {
    for (const client of [...this.#clients.values()])
      if (client.flow.connection === flow.connection && flow.connection !== 0) client.broken();
  }

  /** Ends all transactions without a word. */
  clear(): void {
    for (const transaction of [...this.#servers.values(), ...this.#clients.values()]) transaction.end();
  }

  /** Sends a request to the first target that can be reached. */
  request(sending: Sending): Sent {
    const sent = { current: undefined as ClientTransaction | undefined };
    void this.#attempt(sending, sending.targets, sent);
    return {
      cancel: () => {
        const cancelling = sent.current?.cancelling();
        if (cancelling === undefined || sent.current === undefined) return;
        const ignored = { responded: () => undefined, failed: () => undefined, patienceMs: PATIENCE };
        this.#start(cancelling, sent.current.flow, ignored);
      },
    };
  }

  /** Sends what has no transaction: the ACK of a call that was taken. */
  async sendOnce({ targets, prepare, failed }: Omit<Sending, 'responded'>): Promise<void> {
    try {
      const [target] = targets;
      if (target === undefined) throw new UnreachableFault('dns', 'there is nowhere to send it');
      const flow = await this.#flowTo(target);
      this.#send(prepare(flow, newBranch()), flow);
    } catch (error) {
      const { hop, message } = asUnreachable(error);
      failed(hop, message);
    }
  }

  async #attempt(
    sending: Sending,
    targets: readonly (Target | Flow)[],
    sent: { current: ClientTransaction | undefined },
  ): Promise<void> {
    const [target, ...others] = targets;
    const failed = (hop: Hop, message: string) => {
      if (others.length > 0) void this.#attempt(sending, others, sent);
      else sending.failed(hop, message);
    };
    if (target === undefined) {
      sending.failed('dns', 'there is nowhere to send it');
      return;
    }
    if (this.#clients.size >= MOST_CLIENTS) {
      sending.failed('udp', 'there are too many requests');
      return;
    }
    try {
      const { flow, request } = await this.#chosen(sending, target);
      const patienceMs = others.length > 0 ? PATIENCE_WITH_OTHERS : PATIENCE;
      const responded = (response: SipMessage) => sending.responded(response, flow);
      sent.current = this.#start(request, flow, { responded, failed, patienceMs });
    } catch (error) {
      const { hop, message } = asUnreachable(error);
      failed(hop, message);
    }
  }

  /** By TCP what is too long for a datagram; by UDP all the same where nobody answers there. */
  async #chosen({ prepare }: Sending, target: Target | Flow): Promise<{ flow: Flow; request: SipMessage }> {
    const branch = newBranch();
    const flow = await this.#flowTo(target);
    const request = prepare(flow, branch);
    const isLong = flow.protocol === 'UDP' && Buffer.byteLength(request.toString()) > MOST_BY_UDP;
    if (!isLong || !this.#deps.udpToTcp()) return { flow, request };
    try {
      const { host, port } = target;
      const connection = await this.#deps.sockets.flowTo({ protocol: 'TCP', host, port });
      return { flow: connection, request: prepare(connection, branch) };
    } catch (error) {
      if (!(error instanceof UnreachableFault)) throw error;
      return { flow, request };
    }
  }

  async #flowTo(target: Target | Flow): Promise<Flow> {
    if ('local' in target && target.local.host !== '' && this.#deps.sockets.isOpen(target)) return target;
    return this.#deps.sockets.flowTo(target);
  }

  #start(
    request: SipMessage,
    flow: Flow,
    handlers: Pick<Sending, 'failed'> & { responded: (response: SipMessage) => void; patienceMs: number },
  ) {
    const name = `${request.branch} ${request.method}`;
    const transaction = new ClientTransaction({
      ...handlers,
      clock: this.#deps.clock,
      request,
      flow,
      send: (message, way, failed) => this.#send(message, way, failed),
      ended: () => this.#clients.delete(name),
    });
    this.#clients.set(name, transaction);
    transaction.start();
    return transaction;
  }

  #receiveRequest(message: SipMessage, flow: Flow, problem: Parsed['problem']): void {
    markVia(message, flow);
    const way = responseFlow(message, flow);
    this.#deps.handlers.tap(message, flow, 'in');
    if (problem !== undefined) {
      if (message.method !== 'ACK' && message.via !== undefined)
        this.#send(responseTo(message, problem.status, problem.reason), way);
      return;
    }
    const known = this.#servers.get(serverName(message, message.method));
    if (message.method === 'ACK') this.#receiveAck(message, flow);
    else if (known !== undefined) known.repeated();
    else if (this.#servers.size >= MOST_SERVERS) this.#send(responseTo(message, 503, 'Service Unavailable'), way);
    else this.#serve(message, way);
  }

  #receiveAck(message: SipMessage, flow: Flow): void {
    const invite = this.#servers.get(serverName(message, 'INVITE'));
    // A 2xx is acknowledged with another branch, a refusal with the same.
    if (invite === undefined) this.#deps.handlers.ack(message, flow);
    else invite.acknowledged();
  }

  #serve(message: SipMessage, flow: Flow): void {
    const name = serverName(message, message.method);
    const transaction = new ServerTransaction({
      clock: this.#deps.clock,
      request: message,
      flow,
      send: (response, way) => this.#send(response, way),
      ended: () => this.#servers.delete(name),
    });
    this.#servers.set(name, transaction);
    if (message.method !== 'CANCEL') {
      this.#deps.handlers.request(transaction);
      return;
    }
    const invite = this.#servers.get(serverName(message, 'INVITE'));
    if (invite === undefined) transaction.respond(responseTo(message, 481, 'Call/Transaction Does Not Exist'));
    else this.#deps.handlers.cancel(transaction, invite);
  }

  #receiveResponse(message: SipMessage, flow: Flow): void {
    if (message.all('via').length !== 1) return;
    this.#deps.handlers.tap(message, flow, 'in');
    const [, method] = message.cseq;
    const client = this.#clients.get(`${message.branch} ${method}`);
    if (client !== undefined) client.receive(message);
    else if (method === 'INVITE' && message.status >= 200 && message.status < 300) this.#deps.handlers.stray(message);
  }

  #send(message: SipMessage, flow: Flow, failed: (fault: UnreachableFault) => void = () => undefined): void {
    this.#deps.handlers.tap(message, flow, 'out');
    this.#deps.sockets.send(message, flow, failed);
  }
}

/** As RFC 3261, 8.1.1.7 wants it, and such as nobody guesses. */
const newBranch = () => `z9hG4bK${randomToken(12)}`;

/** Tells the sender where its request came from (RFC 3261, 18.2.1; RFC 3581, 4). */
function markVia(message: SipMessage, flow: Flow): void {
  const { via } = message;
  if (via === undefined) return;
  const asked = via.params.has('rport');
  if (!asked && via.host === flow.host) return;
  via.params.set('received', flow.host);
  if (asked) via.params.set('rport', String(flow.port));
  message.replaceTopVia(viaText(via));
}

/** RFC 3261, 18.2.2. */
function responseFlow(message: SipMessage, flow: Flow): Flow {
  const { via } = message;
  if (flow.protocol !== 'UDP' || via === undefined || via.params.has('rport')) return flow;
  return { ...flow, port: via.port ?? 5060 };
}

/** Under which a request is known again (RFC 3261, 17.2.3); also one of a program that knows RFC 2543 only. */
function serverName(message: SipMessage, method: string): string {
  const { via } = message;
  const sender = `${via?.host ?? ''}:${via?.port ?? ''}`.toLowerCase();
  if (/^z9hG4bK./i.test(message.branch)) return `${message.branch} ${sender} ${method}`;
  return `2543 ${message.callId} ${message.cseq[0]} ${sender} ${message.get('from') ?? ''} ${method}`;
}
