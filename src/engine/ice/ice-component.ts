import type { Clock, Off } from '../../core/clock.ts';
import { type Endpoint, sameEndpoint } from '../calls/latch.ts';
import { type BindingRequest, readRequest, reply, ROLE_CONFLICT } from './binding.ts';
import { priorityOf } from './candidates.ts';
import { type Base, CheckList, type Pair } from './check-list.ts';
import type { Component, IceFlow, IceLogin } from './ice-contract.ts';
import type { IceRole } from './ice-role.ts';
import { ATTRIBUTE, errorOf, METHOD, type StunDraft, type StunMessage, word } from './stun.ts';
import { type StunAnswer, StunClient } from './stun-client.ts';

/** Between two checks (Ta of RFC 8445, 14.2), ms. */
const PACE_MS = 50;
const CHECK_TIMES = 5;
/** Requests of the peer that come before its description and are kept. */
const MAX_EARLY = 8;
/** So long better ways are waited for once there is one, ms. */
const SETTLE_MS = 300;
/** RFC 7675: how often it is asked, and after how long without an answer nothing more is sent. */
const CONSENT_MS = 5000;
const CONSENT_LOST_MS = 30_000;
/** For so long a way is looked for. */
const SEARCH_MS = 20_000;

interface Early {
  readonly base: Base;
  readonly from: Endpoint;
  readonly request: BindingRequest;
}

interface IceComponentOptions {
  readonly clock: Clock;
  readonly component: Component;
  readonly bases: readonly Base[];
  readonly role: IceRole;
  readonly local: IceLogin;
  /** There is a way, or a better one than before. */
  readonly selected: () => void;
  /** There is none, or none any more. */
  readonly lost: (why: string) => void;
}

/** The search for a way between the two, for RTP or for RTCP (RFC 8445), and its upkeep (RFC 7675). */
export class IceComponent {
  readonly #options: IceComponentOptions;
  readonly #client: StunClient;
  readonly #list = new CheckList();
  readonly #early: Early[] = [];
  readonly #offs: Off[] = [];
  #local: IceLogin;
  #flow: IceFlow | undefined;
  #selected: Pair | undefined;
  #goodSince: number | undefined;
  #answeredAt = 0;
  #begunAt = 0;
  #ended = false;

  constructor(options: IceComponentOptions) {
    this.#options = options;
    this.#local = options.local;
    this.#client = new StunClient(options.clock);
  }

  /** The way that is used: the chosen one, or until there is one the best that is known to work. */
  get way(): Pair | undefined {
    return this.#selected ?? this.#list.best('good');
  }

  /** Whether checks have shown that the peer is there. */
  knows(from: Endpoint): boolean {
    return this.#list.knows(from) || (this.#selected !== undefined && sameEndpoint(this.#selected.remote, from));
  }

  /** The peer's description. One with another log-in begins anew (RFC 8445, 9); the way that was lasts until then. */
  describe(flow: IceFlow): void {
    const { component, role, bases } = this.#options;
    const isNew = this.#flow?.remote.ufrag !== flow.remote.ufrag || this.#local.ufrag !== flow.local.ufrag;
    this.#flow = flow;
    this.#local = flow.local;
    if (isNew) {
      this.#list.clear();
      this.#goodSince = undefined;
    }
    for (const each of flow.candidates)
      if (each.component === component) this.#list.add(bases, each, role.isControlling);
    for (const early of this.#early.splice(0)) this.#trigger(early);
    if (isNew) this.#begin();
  }

  /** Takes a binding request or an answer; returns whether it was one of ours. */
  hear(message: StunMessage, from: Endpoint, base: Base): boolean {
    if (this.#ended || message.method !== METHOD.binding) return false;
    return message.kind === 'request' ? this.#answer(message, from, base) : this.#client.hear(message, from);
  }

  close(): void {
    this.#ended = true;
    for (const off of this.#offs.splice(0)) off();
    this.#client.close();
  }

  #begin(): void {
    const { clock } = this.#options;
    for (const off of this.#offs.splice(0)) off();
    this.#begunAt = this.#answeredAt = clock.monotonic();
    this.#offs.push(
      clock.every(PACE_MS, () => this.#turn()),
      clock.every(CONSENT_MS, () => void this.#askConsent()),
    );
  }

  /** One check at most. */
  #turn(): void {
    const pair = this.#list.next();
    if (pair !== undefined) void this.#check(pair, false);
    else this.#choose();
    const now = this.#options.clock.monotonic();
    if (this.way === undefined && now - this.#begunAt > SEARCH_MS) this.#lose('ICE has found no way to the peer');
    else if (now - this.#answeredAt > CONSENT_LOST_MS) this.#lose('the peer does not answer ICE any more');
  }

  /** Who offered chooses the best way, once no better one can be expected (RFC 8445, 8.1.1). */
  #choose(): void {
    const best = this.#list.best('good');
    if (best === undefined || best.nominated || !this.#options.role.isControlling || this.#isWorse(best)) return;
    const now = this.#options.clock.monotonic();
    this.#goodSince ??= now;
    if (!this.#list.isBest(best) && now - this.#goodSince < SETTLE_MS) return;
    best.nominated = true;
    void this.#check(best, true);
  }

  /** Than the one that is chosen already, in this round of ICE. */
  #isWorse(pair: Pair): boolean {
    const selected = this.#selected;
    return selected !== undefined && this.#list.has(selected) && selected.priority >= pair.priority;
  }

  async #check(pair: Pair, nominates: boolean): Promise<void> {
    const flow = this.#flow;
    if (flow === undefined) return;
    if (pair.state !== 'good') pair.state = 'asking';
    const { isControlling } = this.#options.role;
    const answer = await this.#client.ask(this.#question(flow, pair, nominates, CHECK_TIMES));
    const isOver = this.#ended || this.#flow?.remote.ufrag !== flow.remote.ufrag || !this.#list.has(pair);
    if (!isOver) this.#judge(pair, answer, isControlling);
  }

  #judge(pair: Pair, answer: StunAnswer | undefined, wasControlling: boolean): void {
    if (answer?.message.kind === 'success' && sameEndpoint(answer.from, pair.remote)) this.#succeed(pair);
    else if (answer !== undefined && errorOf(answer.message) === ROLE_CONFLICT) this.#repent(pair, wasControlling);
    else if (pair.state === 'good') pair.nominated = false;
    else pair.state = 'bad';
  }

  #question({ remote, local }: IceFlow, pair: Pair, nominates: boolean, times: number) {
    const { role, component } = this.#options;
    const attributes = (): StunDraft['attributes'] => [
      [ATTRIBUTE.username, Buffer.from(`${remote.ufrag}:${local.ufrag}`)],
      [ATTRIBUTE.priority, word(priorityOf('prflx', component))],
      role.attribute(),
      ...(nominates ? [[ATTRIBUTE.useCandidate, Buffer.alloc(0)] as const] : []),
    ];
    const send = (datagram: Uint8Array, to: Endpoint) => pair.base.send(datagram, to);
    const to = { address: pair.remote.address, port: pair.remote.port };
    return { method: METHOD.binding, attributes, key: remote.password, fingerprint: true, to, send, times };
  }

  #succeed(pair: Pair): void {
    pair.state = 'good';
    this.#answeredAt = this.#options.clock.monotonic();
    if (pair.nominated) this.#select(pair);
    // Sound may flow on the first way that works (RFC 8445, 12.1.1).
    else if (this.#selected === undefined) this.#options.selected();
  }

  #select(pair: Pair): void {
    if (this.#isWorse(pair)) return;
    this.#selected = pair;
    this.#options.selected();
  }

  /** Both thought they were the same: the other part is ours (RFC 8445, 7.2.5.1). */
  #repent(pair: Pair, wasControlling: boolean): void {
    const { role } = this.#options;
    if (role.isControlling === wasControlling) role.isControlling = !wasControlling;
    this.#list.sort(role.isControlling);
    pair.state = 'waiting';
    pair.nominated = false;
    this.#list.trigger(pair);
  }

  #answer(message: StunMessage, from: Endpoint, base: Base): boolean {
    const { role } = this.#options;
    const request = readRequest(message, this.#local, this.#flow?.remote);
    if (request === undefined) return false;
    if (!role.heed(message)) {
      base.send(reply(message, this.#local, ROLE_CONFLICT), from);
      return true;
    }
    this.#list.sort(role.isControlling);
    base.send(reply(message, this.#local, from), from);
    const early = { base, from, request };
    if (this.#flow !== undefined) this.#trigger(early);
    else if (this.#early.length < MAX_EARLY) this.#early.push(early);
    return true;
  }

  /** The peer has asked from there: we ask back (RFC 8445, 7.3.1.4). */
  #trigger({ base, from, request }: Early): void {
    const { component, role } = this.#options;
    const found = { foundation: 'prflx', component, priority: request.priority, type: 'prflx' } as const;
    if (this.#list.find(base, from) === undefined) {
      this.#list.add([base], { ...found, address: from.address, port: from.port }, role.isControlling);
    }
    const pair = this.#list.find(base, from);
    if (pair === undefined) return;
    if (request.nominates && !role.isControlling) pair.nominated = true;
    if (pair.state !== 'good') this.#list.trigger(pair);
    else if (pair.nominated && pair !== this.#selected) this.#select(pair);
  }

  async #askConsent(): Promise<void> {
    const [pair, flow] = [this.way, this.#flow];
    if (pair === undefined || flow === undefined) return;
    const answer = await this.#client.ask(this.#question(flow, pair, false, 1));
    if (answer?.message.kind === 'success') this.#answeredAt = this.#options.clock.monotonic();
  }

  #lose(why: string): void {
    this.close();
    this.#options.lost(why);
  }
}
