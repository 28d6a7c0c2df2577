import { type Clock, pause } from '../../core/clock.ts';
import { peerKey } from '../peer.ts';
import { RecentMap } from './recent-map.ts';

interface ThrottleOptions {
  readonly clock: Clock;
  /** Wrong passwords that are answered at once. */
  readonly free?: number;
  readonly firstDelayMs?: number;
  readonly longestDelayMs?: number;
  /** After this time without a wrong password all is forgotten, ms. */
  readonly forgetMs?: number;
  /** Answers that may wait at once for one address. */
  readonly waiting?: number;
  /** Addresses, and account names, that are remembered. */
  readonly remembered?: number;
}

interface Failures {
  readonly count: number;
  readonly lastAt: number;
}

/**
 * Makes guessing passwords slow: each wrong one, counted for its address and for its account, is answered later than
 * the one before. A right password is never delayed.
 */
export class Throttle {
  readonly #options: Required<ThrottleOptions>;
  readonly #byAddress: RecentMap<string, Failures>;
  readonly #byName: RecentMap<string, Failures>;
  readonly #waiting = new Map<string, number>();

  constructor(options: ThrottleOptions) {
    const defaults = {
      free: 3,
      firstDelayMs: 250,
      longestDelayMs: 8000,
      forgetMs: 600_000,
      waiting: 4,
      remembered: 1024,
    };
    this.#options = { ...defaults, ...options };
    this.#byAddress = new RecentMap(this.#options.remembered);
    this.#byName = new RecentMap(this.#options.remembered);
  }

  /** What to tell a barred address, s. */
  get retryAfterS(): number {
    return Math.ceil(this.#options.longestDelayMs / 1000);
  }

  /**
   * Whether so many answers wait for this address that its next password is not even looked at: a look would tell a
   * right password from a wrong one without the delay.
   */
  bars(address: string): boolean {
    return (this.#waiting.get(peerKey(address)) ?? 0) >= this.#options.waiting;
  }

  /** The password was right: what this address and this account did wrong is forgotten. */
  right(address: string, name: string): void {
    this.#byAddress.delete(peerKey(address));
    this.#byName.delete(nameKey(name));
  }

  /** The password was wrong; resolves when that may be told. The wait counts even where the peer leaves before. */
  async wrong(address: string, name: string): Promise<void> {
    const peer = peerKey(address);
    const delayMs = Math.max(this.#count(this.#byAddress, peer), this.#count(this.#byName, nameKey(name)));
    if (delayMs === 0) return;
    this.#waiting.set(peer, (this.#waiting.get(peer) ?? 0) + 1);
    await pause(this.#options.clock, delayMs);
    const left = (this.#waiting.get(peer) ?? 1) - 1;
    if (left > 0) this.#waiting.set(peer, left);
    else this.#waiting.delete(peer);
  }

  #count(table: RecentMap<string, Failures>, key: string): number {
    const { clock, free, firstDelayMs, longestDelayMs, forgetMs } = this.#options;
    const now = clock.monotonic();
    const before = table.get(key);
    const count = before !== undefined && now - before.lastAt < forgetMs ? before.count + 1 : 1;
    table.set(key, { count, lastAt: now });
    return count <= free ? 0 : Math.min(firstDelayMs * 2 ** (count - free - 1), longestDelayMs);
  }
}

/** No account has a longer name, and nobody shall fill the memory with invented ones. */
const nameKey = (name: string) => name.slice(0, 64);
