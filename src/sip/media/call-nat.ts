import { isDeepStrictEqual } from 'node:util';
import type { CallFlow, CallNews, IceCandidate, IceLogin, NatFound, NatWish } from '../../engine/contract.ts';
import type { MediaWish } from './contract.ts';
import { laterCandidates, MAX_CANDIDATES, newIceLogin } from './ice-lines.ts';
import { findNatServers, type NatKnowledge } from './nat-servers.ts';
import { attributesOf, MAX_LINES, type Section } from './section.ts';
import { offersDtls } from './security.ts';

type Opened = Extract<CallNews, { is: 'open' }>;

export interface CallNatDeps extends NatKnowledge {
  /** Takes what goes wrong with servers, in words for a person. */
  readonly warn: (why: string) => void;
}

/** How a call is reached from behind a router: what we want, what was found, what both agree on. */
export class CallNat {
  readonly #wish: MediaWish;
  readonly #deps: CallNatDeps;
  #login: IceLogin | undefined;
  /** Of the peer's description that counts. */
  #remote: Section['ice'];
  #isMismatch = false;
  #isOfferer: boolean | undefined;
  #isMux = false;

  constructor(wish: MediaWish, deps: CallNatDeps) {
    this.#wish = wish;
    this.#deps = deps;
    if (wish.ice) this.#login = newIceLogin();
  }

  /** What the audio process is to do for it; undefined where nothing is set. */
  async wanted(): Promise<NatWish | undefined> {
    const { ice, stun, turn } = this.#wish;
    if (!ice && stun === undefined && turn === undefined) return undefined;
    const { problems, ...servers } = await findNatServers(this.#wish, this.#deps);
    for (const problem of problems) this.#deps.warn(problem);
    return { ...servers, ...(this.#login === undefined ? {} : { ice: this.#login }) };
  }

  found({ nat }: Opened): void {
    for (const problem of nat?.problems ?? []) this.#deps.warn(`NAT traversal: ${problem}`);
  }

  /** What of our offer speaks of addresses. */
  offered(opened: Opened) {
    const isFirst = this.#isOfferer === undefined;
    return this.#described(opened, this.#login, isFirst ? this.#offersMux : this.#isMux);
  }

  /** The same of an answer, after both agreed. */
  answered(opened: Opened) {
    const login = this.#remote === undefined ? undefined : this.#login;
    const own = this.#described(opened, login, this.#isMux);
    const isNeeded = ({ component }: IceCandidate) => component === 1 || !this.#isMux;
    const ice = own.ice === undefined ? undefined : { ...own.ice, candidates: own.ice.candidates.filter(isNeeded) };
    return { ...own, ice, iceMismatch: this.#isMismatch };
  }

  /** Takes the peer's description. @param part what we do */
  agree(peer: Section, part: 'offered' | 'answers'): void {
    const isAnswer = part === 'answers';
    const before = this.#remote;
    this.#isOfferer ??= !isAnswer;
    this.#isMux = peer.rtcpMux && (isAnswer || this.#offersMux);
    const ice = this.#login === undefined ? undefined : peer.ice;
    this.#isMismatch = ice?.isMismatch === true;
    this.#remote = this.#isMismatch ? undefined : ice;
    // The peer begins anew, so we do (RFC 8839, 4.4.1.1.1).
    if (isAnswer && isChanged(before, this.#remote)) this.#login = newIceLogin();
  }

  /** Takes addresses that come later. @returns whether there are any more now */
  trickled(section: string): boolean {
    const remote = this.#remote;
    if (remote === undefined || this.#login === undefined) return false;
    const later = laterCandidates(attributesOf(section.split(/\r?\n/, MAX_LINES)), remote.login);
    const isNew = (found: IceCandidate) => !remote.candidates.some(known => isDeepStrictEqual(known, found));
    const candidates = [...remote.candidates, ...later.filter(isNew)].slice(0, MAX_CANDIDATES);
    this.#remote = { ...remote, candidates };
    return candidates.length > remote.candidates.length;
  }

  /** What the audio process is told of ICE. */
  get ice(): CallFlow['ice'] {
    const remote = this.#remote;
    if (remote === undefined || this.#login === undefined) return undefined;
    const { login, candidates, isLite } = remote;
    return { local: this.#login, remote: login, candidates, isLite, isControlling: this.#isOfferer === true };
  }

  /** What of a flow speaks of the way. */
  flow(peer: Section): Pick<CallFlow, 'rtcpPort' | 'rtcpMux' | 'ice'> {
    const { ice } = this;
    return {
      rtcpPort: this.#isMux ? peer.port : peer.rtcpPort,
      ...(this.#isMux ? { rtcpMux: true } : {}),
      ...(ice === undefined ? {} : { ice }),
    };
  }

  /** Handshakes and ways to find are cheaper for one port. */
  get #offersMux(): boolean {
    return this.#wish.ice || offersDtls(this.#wish);
  }

  #described({ nat, port, rtcpPort }: Opened, login: IceLogin | undefined, rtcpMux: boolean) {
    const found: Pick<NatFound, 'address' | 'port' | 'rtcpPort'> = nat ?? {
      address: this.#wish.localAddress,
      port,
      rtcpPort,
    };
    return {
      address: found.address,
      port: found.port,
      rtcpPort: found.rtcpPort,
      rtcpMux,
      ice: login === undefined || nat === undefined ? undefined : { login, candidates: nat.candidates },
    };
  }
}

const isChanged = (before: Section['ice'], now: Section['ice']) =>
  before !== undefined && now !== undefined && before.login.ufrag !== now.login.ufrag;
