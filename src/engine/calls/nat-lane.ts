import type { Socket } from 'node:dgram';
import type { Clock, Off } from '../../core/clock.ts';
import { candidate } from '../ice/candidates.ts';
import type { Base } from '../ice/check-list.ts';
import { IceComponent } from '../ice/ice-component.ts';
import type { IceCandidate, IceFlow, NatWish, StunServer, TurnLogin } from '../ice/ice-contract.ts';
import type { IceRole } from '../ice/ice-role.ts';
import {
  ATTRIBUTE,
  addressIn,
  buildStun,
  isStun,
  METHOD,
  newTransaction,
  parseStun,
  type StunMessage,
} from '../ice/stun.ts';
import { StunClient } from '../ice/stun-client.ts';
import { TurnClient } from '../ice/turn-client.ts';
import { streamLink, type TurnLink } from '../ice/turn-link.ts';
import { RateLimit } from '../rtp/rate-limit.ts';
import type { CallWay } from './call-contract.ts';
import { type Endpoint, sameEndpoint } from './latch.ts';

/** Messages of STUN in a second that are looked into of those who have not shown who they are. */
const MAX_OF_STRANGERS = 200;
const STUN_TIMES = 4;
/** So often a router is reminded of an address that is not in use yet (RFC 8445, 11), ms. */
const REMIND_MS = 15_000;
const TOO_LATE = 'the TURN server is too slow';

interface NatLaneOptions {
  readonly clock: Clock;
  readonly socket: Socket;
  /** What the socket is. */
  readonly host: IceCandidate;
  readonly wish: NatWish;
  readonly role: IceRole;
  /** What is neither STUN nor TURN. */
  readonly heard: (datagram: Uint8Array, from: Endpoint) => void;
  /** There is a way, or another one. */
  readonly found: () => void;
  readonly lost: (why: string) => void;
}

/** One port of a call, with what servers tell and lend for it, and ICE where the peer has it. */
export class NatLane {
  readonly #options: NatLaneOptions;
  readonly #direct: Base;
  readonly #servers: StunClient;
  readonly #strangers = new RateLimit(MAX_OF_STRANGERS);
  readonly #candidates: IceCandidate[];
  #turn: TurnClient | undefined;
  #hearTurn: ((message: Uint8Array) => void) | undefined;
  #relay: Base | undefined;
  #ice: IceComponent | undefined;
  #isIce = false;
  /** The peer is told what there is: more comes too late. */
  #isGathered = false;
  #closed = false;
  /** Ends the reminding. */
  #used: Off = () => undefined;

  constructor(options: NatLaneOptions) {
    const { socket, host, clock } = options;
    this.#options = options;
    this.#servers = new StunClient(clock);
    this.#candidates = [host];
    this.#direct = {
      candidate: host,
      // What the network does not take is lost, as on any network.
      send: (datagram, to) => {
        if (!this.#closed && to.port > 0) socket.send(datagram, to.port, to.address, () => undefined);
      },
    };
    socket.on('message', (bytes: Buffer, from) => this.#hear(bytes, from));
  }

  get candidates(): readonly IceCandidate[] {
    return this.#candidates;
  }

  /** Where one without ICE is to send to: what works most often (RFC 8839, 5.1). */
  get standard(): IceCandidate {
    const of = (type: IceCandidate['type']) => this.#candidates.find(each => each.type === type);
    return of('relay') ?? of('srflx') ?? this.#options.host;
  }

  /** Asks the servers. @param limitMs for how long at most @param problem takes what went wrong */
  async gather(limitMs: number, problem: (why: string) => void): Promise<void> {
    const { clock, wish, role, host } = this.#options;
    const { stun, turn } = wish;
    const asked = [
      ...(stun === undefined
        ? []
        : [this.#askStun(stun).then(found => found || problem('the STUN server does not answer'))]),
      ...(turn === undefined ? [] : [this.#askTurn(turn).then(why => why === undefined || problem(why))]),
    ];
    let off: (() => unknown) | undefined;
    const late = new Promise<void>(resolve => {
      off = clock.after(limitMs, () => {
        problem('a server of STUN or TURN is too slow');
        resolve();
      });
    });
    await Promise.race([Promise.all(asked), late]);
    off?.();
    this.#isGathered = true;
    if (this.#closed) return;
    this.#used = clock.every(REMIND_MS, () => this.#remind());
    if (wish.ice === undefined) return;
    this.#ice = new IceComponent({
      ...{ clock, role, local: wish.ice, component: host.component },
      bases: this.#relay === undefined ? [this.#direct] : [this.#direct, this.#relay],
      selected: () => this.#useWay(),
      lost: why => this.#options.lost(why),
    });
  }

  /** Whether what is sent arrives, as far as we know. */
  get hasWay(): boolean {
    return !this.#isIce || this.#ice?.way !== undefined;
  }

  /** What ICE has found. */
  get way(): CallWay | undefined {
    const way = this.#isIce ? this.#ice?.way : undefined;
    return way === undefined ? undefined : { isRelayed: way.base === this.#relay, peer: way.remote.type };
  }

  /** @param peer of its description */
  describe(ice: IceFlow | undefined, peer: Endpoint): void {
    this.#used();
    this.#isIce = ice !== undefined;
    if (ice !== undefined) this.#ice?.describe(ice);
    else if (this.#relay !== undefined) this.#turn?.bind(peer);
  }

  /** Whether the peer has shown by ICE that it is there. */
  knows(from: Endpoint): boolean {
    return this.#ice?.knows(from) === true;
  }

  send(datagram: Uint8Array, to: Endpoint): void {
    if (!this.#isIce) (this.#relay ?? this.#direct).send(datagram, to);
    else {
      const way = this.#ice?.way;
      way?.base.send(datagram, way.remote);
    }
  }

  /** Nothing goes here any more: RTP's port does it all. */
  rest(): void {
    this.#used();
    this.#ice?.close();
    this.#ice = undefined;
    this.#turn?.close();
    this.#turn = undefined;
    this.#relay = undefined;
  }

  close(): void {
    this.#isGathered = true;
    this.rest();
    this.#servers.close();
    this.#closed = true;
  }

  /** While it rings nobody sends, and a router forgets in half a minute. */
  #remind(): void {
    const { stun, turn } = this.#options.wish;
    for (const server of [stun, turn?.transport === 'udp' ? turn : undefined]) {
      const said = {
        method: METHOD.binding,
        kind: 'indication',
        transaction: newTransaction(),
        attributes: [],
      } as const;
      if (server !== undefined) this.#direct.send(buildStun(said), server);
    }
  }

  async #askStun(server: StunServer): Promise<boolean> {
    const answer = await this.#servers.ask({
      ...{ method: METHOD.binding, attributes: () => [], to: server, times: STUN_TIMES },
      send: (datagram, to) => this.#direct.send(datagram, to),
    });
    const at = answer === undefined ? undefined : addressIn(answer.message, ATTRIBUTE.xorMappedAddress);
    if (at !== undefined) this.#learn(at, server);
    return at !== undefined;
  }

  #learn(at: Endpoint, server: Endpoint): void {
    const { host } = this.#options;
    if (this.#candidates.some(known => sameEndpoint(known, at))) return;
    this.#candidates.push(candidate({ type: 'srflx', component: host.component, at, base: host, server }));
  }

  /** @returns what went wrong */
  async #askTurn(login: TurnLogin): Promise<string | undefined> {
    const { clock, host, heard } = this.#options;
    let failed: (why: string) => void = () => undefined;
    const broken = new Promise<string>(resolve => (failed = resolve));
    const lost = (why: string) => {
      failed(why);
      this.#loseRelay();
    };
    const link =
      login.transport === 'udp' ? this.#datagramLink(login) : streamLink({ clock, login, from: host.address, lost });
    const relayed = (datagram: Uint8Array, from: Endpoint) => {
      if (isStun(datagram)) this.#hearStun(datagram, from, this.#relay);
      else heard(datagram, from);
    };
    const turn = new TurnClient({ clock, link, login, heard: relayed, lost });
    this.#turn = turn;
    const loan = await Promise.race([turn.allocate(), broken]);
    if (typeof loan === 'string') {
      turn.close();
      return loan;
    }
    if (this.#isGathered) {
      turn.close();
      return TOO_LATE;
    }
    if (loan.mapped !== undefined && login.transport === 'udp') this.#learn(loan.mapped, login);
    const { component } = host;
    const lent = candidate({ type: 'relay', component, at: loan.relayed, base: loan.mapped ?? host, server: login });
    this.#candidates.push(lent);
    this.#relay = { candidate: lent, send: (datagram, to) => turn.send(datagram, to) };
    return undefined;
  }

  #loseRelay(): void {
    // ICE notices that nobody answers; without ICE nothing can come any more.
    if (this.#relay !== undefined && !this.#isIce) this.#options.lost('the TURN server is gone');
  }

  #datagramLink(login: TurnLogin): TurnLink {
    return {
      isStream: false,
      send: message => this.#direct.send(message, login),
      listen: hear => (this.#hearTurn = hear),
      close: () => (this.#hearTurn = undefined),
    };
  }

  #useWay(): void {
    const way = this.#ice?.way;
    if (way !== undefined && way.base === this.#relay) this.#turn?.bind(way.remote);
    this.#options.found();
  }

  #hear(datagram: Uint8Array, from: Endpoint): void {
    if (this.#closed) return;
    const { turn } = this.#options.wish;
    const isOfTurn = this.#hearTurn !== undefined && turn !== undefined && sameEndpoint(turn, from);
    if (isStun(datagram)) this.#hearStun(datagram, from, this.#direct, isOfTurn);
    else if (isOfTurn && datagram[0]! >= 0x40 && datagram[0]! < 0x80) this.#hearTurn?.(datagram);
    else this.#options.heard(datagram, from);
  }

  #hearStun(datagram: Uint8Array, from: Endpoint, base: Base | undefined, isOfTurn = false): void {
    const message = isOfTurn || this.#looksInto(from) ? parseStun(datagram) : undefined;
    if (message === undefined || base === undefined || this.#takes(message, from, base)) return;
    if (isOfTurn) this.#hearTurn?.(datagram);
  }

  #takes(message: StunMessage, from: Endpoint, base: Base): boolean {
    return this.#servers.hear(message, from) || this.#ice?.hear(message, from, base) === true;
  }

  #looksInto(from: Endpoint): boolean {
    return this.knows(from) || this.#strangers.allows(this.#options.clock.monotonic());
  }
}
