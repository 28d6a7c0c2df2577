import { randomToken } from '../core/secrets.ts';
import { inBackground } from '../core/background.ts';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Admission } from './admission.ts';
import { dialogName, DialogWays } from './dialog-ways.ts';
import type { Identity } from './identity.ts';
import type { JsSipSocket } from './jssip.ts';
import { forJsSip, fromJsSip, OWN_HOST } from './rewrite.ts';
import {
  type Flow,
  locate,
  type LayerHandlers,
  type Names,
  paramOf,
  parseMessage,
  responseTo,
  type Sent,
  type ServerTransaction,
  type SipMessage,
  type SipSockets,
  type Target,
  TransactionLayer,
  UnreachableFault,
  type Wanted,
} from './transport/index.ts';
import { nextHop, parseUri } from './uri.ts';

interface HubDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly sockets: SipSockets;
  readonly names: Names;
  readonly udpToTcp: () => boolean;
  /** What a server sees of us, where that shall be used: `via` or `contact`. */
  readonly seen: (flow: Flow, use: 'via' | 'contact') => { readonly host: string; readonly port: number } | undefined;
  readonly admit: Admission;
  /** How a registrar sees us is told in the Via of its answer. */
  readonly registrarSaw: (identity: Identity, response: SipMessage, flow: Flow) => void;
  readonly tap: LayerHandlers['tap'];
}

interface Attached {
  readonly identity: Identity;
  readonly socket: JsSipSocket;
  /** Requests of this JsSIP by its branch. */
  readonly sent: Map<string, Sent>;
}

interface Serving {
  readonly transaction: ServerTransaction;
  readonly attached: Attached;
  /** With our address. */
  readonly flow: Flow;
}

const MOST_SENT = 500;

/** Between the network and one JsSIP for each identity: finds whose a request is, and where it goes. */
export class Hub {
  readonly layer: TransactionLayer;
  readonly #deps: HubDeps;
  readonly #attached = new Set<Attached>();
  readonly #serving = new Map<string, Serving>();
  readonly #ids = new WeakMap<ServerTransaction, string>();
  readonly #ways = new DialogWays<Attached>();

  constructor(deps: HubDeps) {
    this.#deps = deps;
    this.layer = new TransactionLayer({
      clock: deps.clock,
      sockets: deps.sockets,
      udpToTcp: deps.udpToTcp,
      handlers: {
        request: transaction => inBackground(deps.log, 'a SIP request', () => this.#request(transaction)),
        cancel: (transaction, invite) => this.#cancel(transaction, invite),
        ack: (message, flow) => this.#ack(message, flow),
        stray: response => this.#stray(response),
        tap: deps.tap,
      },
    });
  }

  /** The network of a JsSIP; `detach` ends it. */
  attach(identity: Identity): { readonly socket: JsSipSocket; readonly detach: () => void } {
    const socket: JsSipSocket = {
      via_transport: 'TCP',
      url: 'sip://stentor',
      sip_uri: `sip:${OWN_HOST}`,
      // Before anything else happens: JsSIP cancels what is sent over a socket that is not connected.
      connect: () => queueMicrotask(() => socket.onconnect?.()),
      disconnect: () => undefined,
      send: text => this.#down(attached, text),
    };
    const attached: Attached = { identity, socket, sent: new Map() };
    this.#attached.add(attached);
    return { socket, detach: () => this.#attached.delete(attached) };
  }

  /** The way that a call came. */
  flowOf(callId: string): Flow | undefined {
    return this.#ways.flowOf(dialogName(callId));
  }

  /** Targets of a URI in the order to be tried. @throws UnreachableFault */
  locate(identity: Identity, wanted: Wanted): Promise<Target[]> {
    return locate(identity.wish(wanted), this.#deps.names);
  }

  #down(attached: Attached, text: string): boolean {
    const message = parseMessage(Buffer.from(text))?.message;
    if (message === undefined) this.#deps.log.error('JsSIP sent what is no message');
    else if (message.isRequest) this.#sendRequest(attached, message);
    else this.#respond(message);
    return true;
  }

  #respond(response: SipMessage): void {
    const serving = this.#serving.get(`${response.branch} ${response.cseq[1]}`);
    if (serving === undefined) return;
    const { transaction, flow, attached } = serving;
    const { request } = transaction;
    response.set('via', ...request.all('via'));
    // The URI of To is given back as it was written (RFC 3261, 8.2.6.2).
    const tag = paramOf(response.get('to'), 'tag');
    const to = request.get('to') ?? '';
    response.set('to', tag === undefined || paramOf(to, 'tag') !== undefined ? to : `${to};tag=${tag}`);
    if (request.method === 'INVITE' && tag !== undefined)
      this.#ways.remember(dialogName(request.callId, tag), attached, flow);
    fromJsSip(response, flow, this.#seenBy(flow));
    transaction.respond(response);
  }

  #sendRequest(attached: Attached, request: SipMessage): void {
    const { branch, method } = request;
    if (method === 'CANCEL') return attached.sent.get(branch)?.cancel();
    // The ACK of a refusal has the branch of its INVITE, and is the layer's.
    if (method === 'ACK' && attached.sent.has(branch)) return;
    const prepare = (flow: Flow, wireBranch: string) => {
      const copy = request.clone();
      fromJsSip(copy, flow, this.#seenBy(flow), wireBranch);
      return copy;
    };
    const failed = (hop: string, message: string) => this.#unsent(attached, request, `${hop} ${message}`);
    void this.#targetsOf(attached, request).then(
      targets => {
        const sending = { targets, prepare, failed };
        if (method === 'ACK') return void this.layer.sendOnce({ targets, prepare, failed: () => undefined });
        const sent = this.layer.request({
          ...sending,
          responded: (response, flow) => this.#responded(attached, { response, flow, branch }),
        });
        if (attached.sent.size >= MOST_SENT) attached.sent.delete([...attached.sent.keys()][0] ?? '');
        attached.sent.set(branch, sent);
      },
      (error: unknown) => {
        if (error instanceof UnreachableFault) failed(error.hop, error.message);
        else this.#deps.log.error('a request could not be sent', { error: String(error) });
      },
    );
  }

  #responded(
    attached: Attached,
    { response, flow, branch }: { response: SipMessage; flow: Flow; branch: string },
  ): void {
    if (response.cseq[1] === 'REGISTER') {
      attached.identity.answered(flow, response.status);
      this.#deps.registrarSaw(attached.identity, response, flow);
    } else this.#ways.remember(dialogName(response.callId, paramOf(response.get('from'), 'tag')), attached, flow);
    const copy = response.clone();
    copy.replaceTopVia(`SIP/2.0/TCP ${OWN_HOST};branch=${branch}`);
    copy.set('stentor-failure');
    // A GRUU in our Contact would lead through the registrar who could come straight, and stand in the way of rewriting it.
    copy.edit((value, name) => (name === 'contact' ? value.replace(/;(?:pub|temp)-gruu="[^"]*"/gi, '') : value));
    this.#up(attached, copy);
  }

  /** JsSIP hears why as a response: a failure of the network would end all its calls. */
  #unsent(attached: Attached, request: SipMessage, why: string): void {
    const status = why.startsWith('time-out') ? 408 : 503;
    const response = responseTo(request, status, status === 408 ? 'Request Timeout' : 'Service Unavailable');
    response.set('stentor-failure', why);
    this.#up(attached, response);
  }

  /** @throws UnreachableFault */
  async #targetsOf({ identity }: Attached, request: SipMessage): Promise<(Target | Flow)[]> {
    const inDialog = paramOf(request.get('to'), 'tag') !== undefined;
    const wanted = (inDialog ? undefined : identity.firstHop(request)) ?? nextHop(request);
    if (wanted === undefined) throw new UnreachableFault('dns', `${request.uri} is no address`);
    const known = inDialog ? this.#flowOfOwn(request) : undefined;
    if (known !== undefined && this.#canGoOn(known, wanted)) return [known];
    try {
      return await this.locate(identity, wanted);
    } catch (error) {
      // Who writes a Contact that nobody finds is answered where it speaks from.
      if (known === undefined) throw error;
      return [known];
    }
  }

  #flowOfOwn(request: SipMessage): Flow | undefined {
    return this.#ways.flowOf(dialogName(request.callId, paramOf(request.get('from'), 'tag')));
  }

  /** A connection that a dialog came by is used as long as it lives: behind routers there is no other way. */
  #canGoOn(known: Flow, { protocol }: Wanted): boolean {
    const fits = protocol === undefined || protocol === known.protocol;
    return fits && known.protocol !== 'UDP' && this.#deps.sockets.isOpen(known);
  }

  #seenBy(flow: Flow) {
    const port = this.#deps.sockets.portOf(flow.protocol);
    const own = { host: flow.local.host, port };
    return { via: this.#deps.seen(flow, 'via') ?? own, contact: this.#deps.seen(flow, 'contact') ?? own };
  }

  async #request(transaction: ServerTransaction): Promise<void> {
    const { request } = transaction;
    const tag = paramOf(request.get('to'), 'tag');
    const inDialog = tag !== undefined;
    const dialog = dialogName(request.callId, tag);
    const attached = inDialog ? this.#ways.ownerOf(dialog) : this.#attachedFor(request);
    const refusal = this.#refusal(attached, inDialog, transaction);
    if (attached === undefined || refusal !== undefined) {
      const { status, reason } = refusal ?? { status: 404, reason: 'Not Found' };
      transaction.respond(responseTo(request, status, reason));
      // Nothing is kept of a stranger who is refused: a flood would fill the room that others need.
      if (!inDialog) transaction.end();
      return;
    }
    // Which of our addresses the sender reached is needed from the first response on.
    const flow = await this.#deps.sockets.withLocal(transaction.flow);
    if (flow === undefined) return;
    if (request.method === 'INVITE' || inDialog) this.#ways.remember(dialog, attached, flow);
    const id = `z9hG4bK${randomToken(9)}`;
    this.#ids.set(transaction, id);
    this.#keep(`${id} ${request.method}`, { transaction, attached, flow });
    this.#up(attached, forJsSip(request, id, attached.identity.user), transaction);
  }

  #refusal(attached: Attached | undefined, inDialog: boolean, { request, flow }: ServerTransaction) {
    if (inDialog)
      return attached === undefined ? { status: 481, reason: 'Call/Transaction Does Not Exist' } : undefined;
    return attached === undefined ? undefined : this.#deps.admit(request, flow);
  }

  #attachedFor(request: SipMessage): Attached | undefined {
    const uri = parseUri(request.uri);
    const all = [...this.#attached];
    const { user = '', host = '' } = uri ?? {};
    return (
      all.find(({ identity }) => identity.user === user) ??
      all.find(({ identity }) => identity.accepts(user, host)) ??
      all.find(({ identity }) => identity.isDefault)
    );
  }

  #cancel(transaction: ServerTransaction, invite: ServerTransaction): void {
    const id = this.#ids.get(invite);
    const serving = this.#serving.get(`${id ?? ''} INVITE`);
    if (id === undefined || serving === undefined) {
      transaction.respond(responseTo(transaction.request, 481, 'Call/Transaction Does Not Exist'));
      return;
    }
    const { attached, flow } = serving;
    this.#keep(`${id} CANCEL`, { transaction, attached, flow });
    this.#up(attached, forJsSip(transaction.request, id, attached.identity.user), transaction);
  }

  #ack(message: SipMessage, flow: Flow): void {
    const dialog = dialogName(message.callId, paramOf(message.get('to'), 'tag'));
    const attached = this.#ways.ownerOf(dialog);
    if (attached === undefined) return;
    if (flow.local.host !== '') this.#ways.remember(dialog, attached, flow);
    this.#up(attached, forJsSip(message, `z9hG4bK${randomToken(9)}`, attached.identity.user));
  }

  /** A 2xx of an INVITE that is long over: JsSIP has nothing for it either. */
  #stray(response: SipMessage): void {
    this.#deps.log.debug('a late answer to a call', { callId: response.callId });
  }

  #keep(name: string, serving: Serving): void {
    this.#serving.set(name, serving);
    serving.transaction.onEnd(() => this.#serving.delete(name));
  }

  /** Whatever JsSIP throws at a message of a stranger must harm nobody else. */
  #up({ socket }: Attached, message: SipMessage, transaction?: ServerTransaction): void {
    try {
      socket.ondata?.(message.toString());
    } catch (error) {
      this.#deps.log.warn('a SIP message was not understood', { error: String(error).slice(0, 200) });
      if (transaction?.isAnswered === false) transaction.respond(responseTo(transaction.request, 400, 'Bad Request'));
    }
  }
}
