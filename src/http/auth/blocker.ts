import type { Clock } from '../../core/clock.ts';
import { peerKey } from '../peer.ts';
import { RecentMap } from './recent-map.ts';

/** When an address is blocked, and for how long. Times are s, counts 0 never block. */
export interface BlockingRules {
  readonly enabled: boolean;
  readonly periodS: number;
  /** Refused log-ins at one path within the interval. */
  readonly pageCount: number;
  readonly pageIntervalS: number;
  /** The same at all paths together. */
  readonly siteCount: number;
  readonly siteIntervalS: number;
}

interface BlockerOptions {
  readonly rules: () => BlockingRules;
  readonly clock: Clock;
  /** Told when an address is blocked. */
  readonly blocked: (address: string) => void;
}

interface Attempts {
  /** When the newest refused log-ins were, ms, and the path of each; the newest last. */
  readonly at: readonly { readonly ms: number; readonly path: string }[];
  readonly blockedUntil: number;
}

/** Addresses that are remembered. */
const REMEMBERED = 1024;
const NOTHING: Attempts = { at: [], blockedUntil: 0 };

/**
 * Shuts the door to an address from which too many log-ins were refused, for a while: whatever it asks then, also with the
 * right password. `Throttle` makes each guess slow; this ends a flood of them.
 */
export class Blocker {
  readonly #options: BlockerOptions;
  readonly #byPeer = new RecentMap<string, Attempts>(REMEMBERED);

  constructor(options: BlockerOptions) {
    this.#options = options;
  }

  /** What to tell a blocked address, s. */
  get periodS(): number {
    const { enabled, periodS } = this.#options.rules();
    return enabled ? periodS : 0;
  }

  isBlocked(address: string): boolean {
    const { blockedUntil } = this.#byPeer.get(peerKey(address)) ?? NOTHING;
    return this.#options.rules().enabled && this.#options.clock.monotonic() < blockedUntil;
  }

  /** A log-in was refused. */
  refused(address: string, path: string): void {
    const { rules, clock, blocked } = this.#options;
    const present = rules();
    if (!present.enabled) return;
    const ms = clock.monotonic();
    const key = peerKey(address);
    const most = Math.max(present.pageCount, present.siteCount);
    const at = [...(this.#byPeer.get(key) ?? NOTHING).at, { ms, path: path.slice(0, 200) }].slice(-most || undefined);
    const since = (seconds: number) => at.filter(each => ms - each.ms < seconds * 1000);
    const atPage = since(present.pageIntervalS).filter(each => each.path === path.slice(0, 200)).length;
    const isTooMuch =
      reaches(atPage, present.pageCount) || reaches(since(present.siteIntervalS).length, present.siteCount);
    if (isTooMuch) blocked(address);
    const blockedUntil = isTooMuch ? ms + present.periodS * 1000 : 0;
    this.#byPeer.set(key, isTooMuch ? { at: [], blockedUntil } : { at, blockedUntil });
  }
}

const reaches = (count: number, most: number) => most > 0 && count >= most;
