import type { Clock } from '../core/clock.ts';
import { conflict, Fault, notFound } from '../core/fault.ts';
import { Listeners } from '../core/listeners.ts';
import type { Log } from '../core/log.ts';
import { randomToken } from '../core/secrets.ts';
import type { EventBus } from '../events/index.ts';
import type { ParamStore } from '../settings/index.ts';
import type { Account, DtmfSequence } from './account.ts';
import type { Calls as CallActions } from './actions.ts';
import type { Agent } from './agent.ts';
import { Call, type CallInfo } from './call.ts';
import { type DtmfWay, SequenceMatcher } from './dtmf-sequences.ts';
import { callDtmf } from './events.ts';
import type { JsSipMessage, JsSipRefer, JsSipSession } from './jssip.ts';
import type { MediaFactory, MediaSession, MediaWish } from './media/contract.ts';
import { callDuration, callingTimeout, followTransfers, maxCalls, ringingTimeout } from './params.ts';
import { NO_STREAM, type PeerConfig } from './peer-connection.ts';
import { audioOf } from './sdp.ts';

/** Calls that are over and still told of. */
const REMEMBERED = 50;

/** We understand addresses that come later. */
const TRICKLE = ['Supported: trickle-ice', 'Recv-Info: trickle-ice'];

interface CallsDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly params: ParamStore;
  readonly events: EventBus;
  readonly media: MediaFactory;
  /** Of an account, the default one where the id is empty. @throws Fault */
  readonly agent: (accountId: string) => Agent;
  readonly account: (id: string) => Account | undefined;
  /** Which of our addresses a URI's server sees. @throws UnreachableFault */
  readonly localTowards: (agent: Agent, uri: string) => Promise<string>;
  /** Over which of our addresses an incoming call came. */
  readonly localOf: (callId: string) => string;
  readonly wish: (account: Account, localAddress: string) => MediaWish;
}

/** Makes and takes calls, and knows those that run. */
export class Calls implements CallActions {
  readonly #deps: CallsDeps;
  readonly #calls: Call[] = [];
  readonly #changed = new Listeners<[Call]>();
  readonly #waiting = new Map<string, () => void>();
  readonly #matchers = new WeakMap<Call, SequenceMatcher>();
  #count = 0;

  constructor(deps: CallsDeps) {
    this.#deps = deps;
  }

  /** Calls back after each change of a call. */
  readonly onChange = this.#changed.add;

  /** The newest first; some of those that are over. */
  list(): CallInfo[] {
    return this.#calls.map(({ info }) => info);
  }

  /** @throws Fault `not-found` */
  get(id: string): Call {
    const found = this.#calls.find(call => call.id === id);
    if (found === undefined) throw notFound(`there is no call ${id.slice(0, 64)}`);
    return found;
  }

  get running(): readonly Call[] {
    return this.#calls.filter(({ isOver }) => !isOver);
  }

  /** Whether one more is one too many; those that ask for a transfer belong to another. */
  get isFull(): boolean {
    return this.running.filter(({ consults }) => consults === undefined).length >= this.#deps.params.get(maxCalls);
  }

  /** @returns its id. @throws Fault `invalid` of the field `to`, `busy`, `unavailable`, `not-found` */
  make(to: string, accountId = ''): string {
    const agent = this.#deps.agent(accountId);
    const uri = agent.uriOf(to);
    if (this.isFull) throw new Fault('busy', 'there is a call already');
    return this.#place(agent, uri);
  }

  /** @param id of the call; the one that rings longest where it is left out. @throws Fault `conflict`, `not-found` */
  answer(id?: string): void {
    const call = id === undefined ? this.running.findLast(({ state }) => state === 'Ringing') : this.get(id);
    const take = call === undefined ? undefined : this.#waiting.get(call.id);
    if (take === undefined) throw conflict('no call rings');
    take();
  }

  /** @param id of the call; the newest that runs where it is left out. @throws Fault `conflict`, `not-found` */
  end(id?: string): void {
    const [call] = id === undefined ? this.running : [this.get(id)];
    if (call === undefined || call.isOver) throw conflict('there is no call');
    if (call.state === 'Ringing') call.end('Denied', 'refused here', 603);
    else call.end();
  }

  endAll(): void {
    for (const call of this.running) call.end();
  }

  /** @throws Fault `not-found`, `conflict` */
  sendDtmf(id: string, tones: string): void {
    const call = this.#active(id);
    call.sendDtmf(tones, this.#deps.account(call.accountId)?.dtmfByRtp === false ? 'info' : 'rtp');
  }

  /** @throws Fault `not-found`, `conflict` */
  hold(id: string, held: boolean): void {
    if (!this.#active(id).hold(held)) throw conflict('the call cannot be held or taken up again now');
  }

  /** Blind. @throws Fault `not-found`, `conflict`, `invalid` */
  transfer(id: string, to: string): void {
    const call = this.#active(id);
    if (!call.transfer(this.#deps.agent(call.accountId).uriOf(to))) throw cannotTransfer();
  }

  /**
   * Holds a call and calls somebody to whom it may be transferred, however many calls there may be else. When that one is
   * over and was not connected the first is taken up again.
   * @returns the id of the other call. @throws Fault `not-found`, `conflict`, `invalid`
   */
  consult(id: string, to: string): string {
    const call = this.#active(id);
    const agent = this.#deps.agent(call.accountId);
    const uri = agent.uriOf(to);
    if (this.running.some(({ consults }) => consults === id)) throw conflict('somebody is asked already');
    if (!call.isHeld) this.hold(id, true);
    return this.#place(agent, uri, id);
  }

  /** Connects those with whom a call and the one for which it asks are. @throws Fault `not-found`, `conflict` */
  connect(id: string): void {
    const asked = this.#active(id);
    if (asked.consults === undefined) throw conflict('the call asks for no transfer');
    if (!this.#active(asked.consults).transfer(asked.info.remoteUri, asked)) throw cannotTransfer();
  }

  /** Somebody calls. */
  called(agent: Agent, session: JsSipSession, request: JsSipMessage): void {
    const { uri, display_name: name } = session.remote_identity;
    const call = this.#add('Incoming', agent, {
      uri: uri.toString(),
      name: name ?? '',
      device: session.local_identity.uri.toString(),
    });
    this.#carry(call, agent, session);
    const others = this.running.length > 1;
    const pcConfig = this.#sound(call, agent.account, this.#deps.localOf(request.call_id));
    this.#prepare(pcConfig, request);
    const take = () => {
      this.#waiting.delete(call.id);
      session.answer({ mediaStream: NO_STREAM, pcConfig, extraHeaders: TRICKLE });
    };
    this.#waiting.set(call.id, take);
    call.limit(this.#deps.params.get(ringingTimeout), () => call.end('NoAnswer', 'nobody answered here'));
    const replaces = request.getHeader('replaces') !== undefined;
    if (replaces || ((this.#deps.account(agent.account.id)?.autoAnswer ?? false) && !others)) take();
  }

  /** All that takes time is done while it rings. */
  #prepare({ media }: PeerConfig, { body }: JsSipMessage): void {
    const isLate = body === undefined || body === null || body === '';
    const offer = isLate ? undefined : audioOf(body);
    if (isLate || offer !== undefined) media.prepare(offer);
  }

  #place(agent: Agent, uri: string, consults?: string): string {
    const call = this.#add('Outgoing', agent, { uri, name: '', consults });
    call.limit(this.#deps.params.get(callingTimeout), () => call.end('NoAnswer', 'nobody answered'));
    void this.#dial(call, agent, uri);
    return call.id;
  }

  async #dial(call: Call, agent: Agent, uri: string): Promise<void> {
    try {
      const local = await this.#deps.localTowards(agent, uri);
      if (call.isOver) return;
      const pcConfig = this.#sound(call, agent.account, local);
      const session = agent.call(uri, {
        mediaStream: NO_STREAM,
        mediaConstraints: { audio: true, video: false },
        pcConfig,
        extraHeaders: TRICKLE,
      });
      this.#carry(call, agent, session);
    } catch (error) {
      call.fail(error instanceof Error ? error.message : String(error));
      if (!(error instanceof Fault)) this.#deps.log.error('a call could not be made', { error: String(error) });
    }
  }

  #add(
    direction: CallInfo['direction'],
    agent: Agent,
    { uri, name, device, consults }: { uri: string; name: string; device?: string; consults?: string | undefined },
  ): Call {
    const { clock, params } = this.#deps;
    const short = direction === 'Incoming' ? 'In' : 'Out';
    const { userId, domain } = agent.account;
    const call = new Call({
      id: `${short}-${this.#count++}-${Math.floor(clock.now().getTime() / 1000)}-${randomToken(9)}`,
      direction,
      accountId: agent.account.id,
      remoteUri: uri.slice(0, 256),
      remoteName: name.slice(0, 128),
      consults,
      deviceUri: (device ?? `sip:${userId}${domain === '' ? '' : `@${domain}`}`).slice(0, 256),
      clock,
      longestS: () => params.get(callDuration),
      changed: changed => this.#told(changed),
    });
    this.#calls.unshift(call);
    const over = this.#calls.filter(({ isOver }) => isOver);
    const oldest = over.at(-1);
    if (over.length > REMEMBERED && oldest !== undefined) this.#calls.splice(this.#calls.indexOf(oldest), 1);
    this.#told(call);
    return call;
  }

  #told(call: Call): void {
    if (call.isOver) {
      this.#waiting.delete(call.id);
      this.#takeUp(call.consults);
    }
    this.#changed.tell(call);
  }

  /** Nobody is asked any more: the call goes on, unless the other end is on its way. */
  #takeUp(id: string | undefined): void {
    const call = this.running.find(each => each.id === id);
    if (call?.state === 'Active' && call.isHeld && call.info.transfer?.state !== 'asked') call.hold(false);
  }

  #carry(call: Call, agent: Agent, session: JsSipSession): void {
    const dialled = this.#matcher(call, agent);
    session.on('newDTMF', told => {
      if (told.originator === 'remote') dialled(told.dtmf.tone, 'info');
    });
    session.on('newInfo', ({ originator, info: { contentType, body } }) => {
      if (originator !== 'remote') return;
      // A bare key, as some write it (application/dtmf).
      if (/^application\/dtmf$/i.test(contentType)) dialled(body.trim().slice(0, 1), 'info');
      if (/^application\/trickle-ice-sdpfrag$/i.test(contentType)) call.trickle(body);
    });
    session.on('refer', refer => this.#referred(call, agent, refer));
    session.on('replaces', refer => refer.accept(() => undefined));
    call.carry(session);
  }

  /** The other end wants us to call somebody else. */
  #referred(call: Call, agent: Agent, refer: JsSipRefer): void {
    if (!this.#deps.params.get(followTransfers)) {
      refer.reject();
      return;
    }
    // Without the header fields that the new call is to have.
    const [uri = ''] = (refer.request.refer_to?.uri.toString() ?? '').split('?', 1);
    const next = this.#add('Outgoing', agent, { uri, name: '' });
    next.limit(this.#deps.params.get(callingTimeout), () => next.end('NoAnswer', 'nobody answered'));
    void this.#deps.localTowards(agent, uri).then(
      local => {
        const pcConfig = this.#sound(next, agent.account, local);
        refer.accept(session => this.#carry(next, agent, session), { mediaStream: NO_STREAM, pcConfig });
      },
      (error: unknown) => {
        refer.reject();
        next.fail(error instanceof Error ? error.message : `${call.id} could not be transferred`);
      },
    );
  }

  #sound(call: Call, account: Account, localAddress: string): PeerConfig {
    const { media: factory, wish } = this.#deps;
    const dialled = this.#matcher(call, this.#deps.agent(account.id));
    const { remoteName, remoteUri } = call.info;
    const media: MediaSession = factory.open(
      wish(this.#deps.account(account.id) ?? account, localAddress),
      {
        dtmf: tone => dialled(tone, 'rtp'),
        connected: () => undefined,
        lost: why => call.end('Failed', why),
      },
      { name: remoteName === '' ? remoteUri : remoteName, stop: () => call.end() },
    );
    call.sound(media);
    return { media, localAddress };
  }

  #matcher(call: Call, agent: Agent): (tone: string, way: DtmfWay) => void {
    const { clock, account, events } = this.#deps;
    const settings = () => account(agent.account.id);
    const matcher = this.#matchers.get(call) ?? new SequenceMatcher(clock, () => settings()?.dtmfSequences ?? []);
    this.#matchers.set(call, matcher);
    return (tone, way) => {
      const wanted = way === 'rtp' ? settings()?.dtmfByRtp : settings()?.dtmfByInfo;
      const found: DtmfSequence | undefined = wanted === false ? undefined : matcher.dialled(tone, way);
      if (found !== undefined)
        events.emit(callDtmf, { event: found.description, sequence: found.sequence, callId: call.id });
    };
  }

  #active(id: string): Call {
    const call = this.get(id);
    if (call.state !== 'Active') throw conflict('the call is not active');
    return call;
  }
}

const cannotTransfer = () => conflict('the call cannot be transferred now');
