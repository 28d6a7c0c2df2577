import type { Clock, Off } from '../../core/clock.ts';
import { randomToken } from '../../core/secrets.ts';
import type { Account, Accounts } from './accounts.ts';
import { RecentMap } from './recent-map.ts';

interface SessionsOptions {
  readonly accounts: Accounts;
  readonly clock: Clock;
  /** A session that nobody used for this long is over, ms. */
  readonly idleMs?: number;
  /** No session lasts longer, ms. */
  readonly longestMs?: number;
  /** Sessions at once; the one that was used longest ago makes room. */
  readonly most?: number;
}

/** A session that was just opened. */
export interface OpenedSession {
  /** The value of `Set-Cookie`. */
  readonly cookie: string;
  /** What `X-CSRF-Token` must say on every request of this session that changes something. */
  readonly csrf: string;
}

/** A session that a request came with. */
export interface Session {
  readonly account: Account;
  readonly csrf: string;
}

interface Entry {
  /** As it was at the login: another password or role ends the session. */
  readonly account: Account;
  readonly csrf: string;
  readonly openedAt: number;
  readonly usedAt: number;
}

const NAME = 'stentor_session';
const RULES = 'Path=/; HttpOnly; SameSite=Strict';

/** Logins of the web page: a cookie in the place of the password. They live in memory; a restart ends them all. */
export class Sessions {
  readonly #options: Required<SessionsOptions>;
  readonly #entries: RecentMap<string, Entry>;
  readonly #watchers = new Set<() => void>();

  constructor(options: SessionsOptions) {
    this.#options = { idleMs: 1_800_000, longestMs: 43_200_000, most: 128, ...options };
    this.#entries = new RecentMap(this.#options.most);
  }

  get size(): number {
    return this.#entries.size;
  }

  /** @param secure whether the cookie goes over HTTPS and may never go over HTTP */
  open(account: Account, secure: boolean): OpenedSession {
    this.#dropEnded();
    const id = randomToken();
    const csrf = randomToken();
    const now = this.#options.clock.monotonic();
    this.#entries.set(id, { account, csrf, openedAt: now, usedAt: now });
    return { cookie: `${NAME}=${id}; ${RULES}${secure ? '; Secure' : ''}`, csrf };
  }

  /**
   * The session whose cookie this is; asking counts as using it.
   * @param attended whether somebody may be looking at what asks; if not, it does not count
   */
  use(cookies: string | undefined, attended = true): Session | undefined {
    for (const id of idsIn(cookies)) {
      const entry = this.#live(id);
      if (entry === undefined) continue;
      if (attended) this.#entries.set(id, { ...entry, usedAt: this.#options.clock.monotonic() });
      return entry;
    }
    return undefined;
  }

  /** Whether the session is open still; asking does not keep it alive. */
  holds(cookies: string | undefined): boolean {
    return idsIn(cookies).some(id => this.#live(id) !== undefined);
  }

  /** Ends the session. @returns the `Set-Cookie` that makes the browser forget it */
  close(cookies: string | undefined): string {
    for (const id of idsIn(cookies)) this.#entries.delete(id);
    for (const watcher of this.#watchers) watcher();
    return `${NAME}=; ${RULES}; Max-Age=0`;
  }

  /** Calls back after a session was closed. */
  onClose(watcher: () => void): Off {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  #live(id: string): Entry | undefined {
    const entry = this.#entries.get(id);
    if (entry === undefined || !this.#hasEnded(entry)) return entry;
    this.#entries.delete(id);
    return undefined;
  }

  #hasEnded({ account, openedAt, usedAt }: Entry): boolean {
    const { accounts, clock, idleMs, longestMs } = this.#options;
    const now = clock.monotonic();
    if (now - usedAt >= idleMs || now - openedAt >= longestMs) return true;
    const present = accounts.find(account.name);
    return present?.role !== account.role || present.ha1['SHA-256'] !== account.ha1['SHA-256'];
  }

  #dropEnded(): void {
    for (const [id, entry] of [...this.#entries.entries()]) if (this.#hasEnded(entry)) this.#entries.delete(id);
  }
}

/** A browser may send several cookies of the name: one of this port, one of another on the same host. */
const idsIn = (cookies = '') =>
  cookies
    .split(';')
    .map(cookie => cookie.trim())
    .filter(cookie => cookie.startsWith(`${NAME}=`))
    .map(cookie => cookie.slice(NAME.length + 1));
