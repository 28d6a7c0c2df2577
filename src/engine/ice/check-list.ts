import { type Endpoint, sameEndpoint } from '../calls/latch.ts';
import { canPair, pairPriority } from './candidates.ts';
import type { IceCandidate } from './ice-contract.ts';

/** Addresses of a peer that are kept: what it may make us remember and send. */
const MAX_REMOTES = 32;

/** One of our ends: the socket, or what a TURN server lends. */
export interface Base {
  readonly candidate: IceCandidate;
  send(datagram: Uint8Array, to: Endpoint): void;
}

/** One of our ends and one of the peer's addresses. */
export interface Pair {
  readonly base: Base;
  readonly remote: IceCandidate;
  priority: bigint;
  state: 'waiting' | 'asking' | 'good' | 'bad';
  /** The peer, or we, have chosen it. */
  nominated: boolean;
}

/** The ways that are tried, the best first (RFC 8445, 6.1.2). */
export class CheckList {
  #pairs: Pair[] = [];
  /** Those that the peer asked us on come before their turn (7.3.1.4). */
  #triggered: Pair[] = [];

  has(pair: Pair): boolean {
    return this.#pairs.includes(pair);
  }

  find(base: Base, remote: Endpoint): Pair | undefined {
    return this.#pairs.find(pair => pair.base === base && sameEndpoint(pair.remote, remote));
  }

  best(state: Pair['state']): Pair | undefined {
    return this.#pairs.find(pair => pair.state === state);
  }

  /** Whether checks have shown that somebody who has the password is there. */
  knows(from: Endpoint): boolean {
    return this.#pairs.some(({ state, remote }) => state === 'good' && sameEndpoint(remote, from));
  }

  /** Whether nothing better than this can come any more. */
  isBest(pair: Pair): boolean {
    return this.#pairs.slice(0, this.#pairs.indexOf(pair)).every(({ state }) => state === 'bad');
  }

  add(bases: readonly Base[], remote: IceCandidate, isControlling: boolean): void {
    const known = new Set(this.#pairs.map(pair => pair.remote));
    if (known.size >= MAX_REMOTES || [...known].some(each => sameEndpoint(each, remote))) return;
    for (const base of bases) {
      if (!canPair(base.candidate, remote)) continue;
      this.#pairs.push({ base, remote, priority: 0n, state: 'waiting', nominated: false });
    }
    this.sort(isControlling);
  }

  sort(isControlling: boolean): void {
    for (const pair of this.#pairs) {
      const [ours, theirs] = [pair.base.candidate.priority, pair.remote.priority];
      pair.priority = isControlling ? pairPriority(ours, theirs) : pairPriority(theirs, ours);
    }
    this.#pairs.sort((a, b) => Number(b.priority - a.priority));
  }

  trigger(pair: Pair): void {
    if (pair.state !== 'asking' && !this.#triggered.includes(pair)) this.#triggered.push(pair);
  }

  /** The next to be checked. */
  next(): Pair | undefined {
    return this.#triggered.shift() ?? this.best('waiting');
  }

  clear(): void {
    this.#pairs = [];
    this.#triggered = [];
  }
}
