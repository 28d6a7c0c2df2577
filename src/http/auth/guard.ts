import type { IncomingHttpHeaders } from 'node:http';
import type { Clock, Off } from '../../core/clock.ts';
import { conflict, Fault } from '../../core/fault.ts';
import type { Log } from '../../core/log.ts';
import type { Role } from '../../core/role.ts';
import type { Caller } from '../route.ts';
import type { Account, Accounts } from './accounts.ts';
import { parseBasic } from './basic.ts';
import { type AccessTokens, holderOf, parseBearer } from './bearer.ts';
import { Blocker, type BlockingRules } from './blocker.ts';
import { type AuthenticationPolicy, challenges, type Scheme, schemesFor } from './challenges.ts';
import { checkDigest } from './check-digest.ts';
import { isAllowedOrigin } from './cors.ts';
import { comesCrossSite } from './cross-site.ts';
import { parseDigest } from './digest-header.ts';
import { Nonces } from './nonces.ts';
import { Refused } from './refused.ts';
import { type OpenedSession, Sessions } from './sessions.ts';
import { Throttle } from './throttle.ts';
import { verifyPassword } from './verify-password.ts';

interface GuardOptions {
  readonly accounts: Accounts;
  readonly tokens: AccessTokens;
  /** Origins of web pages that may use tokens here. */
  readonly origins: () => readonly string[];
  /** Whether who has not logged in may look at what viewers see. */
  readonly anonymousViewers: () => boolean;
  readonly policy: () => AuthenticationPolicy;
  /** When an address that guesses passwords is blocked. */
  readonly blocking: () => BlockingRules;
  /** Whether Digest challenges offer `qop`. */
  readonly withQop: () => boolean;
  readonly clock: Clock;
  readonly log: Log;
  /** Told of every address that is blocked. */
  readonly blocked: (address: string) => void;
  /** Told of every wrong password. */
  readonly failed: (told: { readonly address: string; readonly account: string }) => void;
}

/** What the guard looks at in a request. */
export interface Asking {
  readonly method: string;
  /** The target as it stood on the wire: path and query. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly secure: boolean;
  readonly remote: string;
}

/** The marks of a route that decide who may come in. */
export interface Entrance {
  readonly access: Role | 'anonymous';
  readonly beforeSetup?: true;
  readonly crossSite?: true;
  /** Coming in does not count as using a session: a page that nobody sees does so by itself. */
  readonly unattended?: true;
}

/** Who came in. */
export interface Admission {
  readonly caller: Caller | undefined;
  readonly session?: { readonly csrf: string };
  /** A right password came with a nonce that was not fresh: worth saying where the route asks for a login after all. */
  readonly stale: boolean;
  /** Whether the login is still good: session open, account unchanged. */
  readonly holds: () => boolean;
}

type Attempt = Pick<Asking, 'remote' | 'target'>;

const LOG_IN = '/api/login';
const pathIn = (target: string) => target.split('?', 1)[0] ?? '';

/** What our page says of itself in `X-Requested-With` while nobody can see it. */
const HIDDEN_PAGE = 'hidden-page';

/** What the names of those who hold tokens begin with. */
const TOKEN = holderOf('');

const NOBODY: Admission = { caller: undefined, stale: false, holds: () => true };

/** The guard at the web's door: finds out who asks, and turns away who may not come in. */
export class Guard {
  readonly sessions: Sessions;
  readonly #options: GuardOptions;
  readonly #nonces: Nonces;
  readonly #throttle: Throttle;
  readonly #blocker: Blocker;

  constructor(options: GuardOptions) {
    this.#options = options;
    this.sessions = new Sessions(options);
    this.#nonces = new Nonces(options);
    this.#throttle = new Throttle(options);
    const { blocking: rules, blocked, clock, log } = options;
    this.#blocker = new Blocker({
      rules,
      clock,
      blocked: address => {
        log.warn('an address is blocked: too many log-ins were refused', { address });
        blocked(address);
      },
    });
  }

  /** Whether no account exists yet. */
  get needsSetup(): boolean {
    return this.#options.accounts.needsSetup;
  }

  /** What a barred address is told to wait, s. */
  get retryAfterS(): number {
    return Math.max(this.#throttle.retryAfterS, this.#blocker.periodS);
  }

  /**
   * Finds out who asks. That the caller's role suffices is the route's own matter, in its own dialect.
   * @throws Refused where the request comes from another site, is not logged in, or may not try another password now
   */
  async admit(asking: Asking, entrance: Entrance): Promise<Admission> {
    const isForeign = this.#isForeign(asking, entrance);
    if (this.needsSetup) {
      if (entrance.beforeSetup === true) return NOBODY;
      throw new Refused(401, 'The speaker has no administrator yet. Set the first password.');
    }
    const session = isForeign ? undefined : this.#fromSession(asking, entrance);
    const admission = session ?? (await this.#fromHeader(asking));
    if (admission.caller !== undefined || entrance.access === 'anonymous') return admission;
    if (this.#isOpen(asking, entrance)) return this.#anonymous();
    throw new Refused(401, 'Log in with a name and a password of this speaker.', admission.stale);
  }

  /**
   * Whether a browser speaks for another site: then nothing counts that it sends by itself, as cookies and passwords are.
   * @throws Refused where that site may not ask
   */
  #isForeign(asking: Asking, { crossSite }: Entrance): boolean {
    if (crossSite === true || !comesCrossSite(asking)) return false;
    if (this.allowsOrigin(asking) && tokenIn(asking) !== undefined) return true;
    throw new Refused(403, 'This address answers only requests from the speaker’s own pages.');
  }

  /** Whether the web page that asks may use tokens here. */
  allowsOrigin({ headers }: Pick<Asking, 'headers'>): boolean {
    return isAllowedOrigin(headers, this.#options.origins());
  }

  /** Whether who has not logged in may look at what viewers see. */
  get anonymousViewers(): boolean {
    return !this.needsSetup && this.#options.anonymousViewers();
  }

  /** Whether an account still has the role that it came in with. */
  stillMay({ name, role, via }: Caller): boolean {
    if (via === 'anonymous') return this.anonymousViewers;
    if (via === 'token') return this.#options.tokens.holds(name.slice(TOKEN.length), role);
    return this.#options.accounts.find(name)?.role === role;
  }

  /** Calls back whenever a login may have ended before its time: accounts changed, or somebody logged out. */
  onChange(watcher: () => void): Off {
    const { accounts, tokens } = this.#options;
    const offs = [accounts.onChange(watcher), tokens.onChange(watcher), this.sessions.onClose(watcher)];
    return () => offs.forEach(off => void off());
  }

  /** The values of `WWW-Authenticate` that ask for a login over HTTP or HTTPS, or in the form that RTSP wants. */
  challenges(secure: boolean, stale: boolean, form: 'http' | 'rtsp' = 'http'): string[] {
    const { accounts, withQop } = this.#options;
    const nonce = this.#nonces.make();
    const fields = { realm: accounts.realm, nonce, stale, withQop: withQop(), isBare: form === 'rtsp' };
    return challenges(this.#schemes(secure), fields);
  }

  /**
   * Logs in with a form: the page's way.
   * @throws Fault `forbidden` for a wrong name or password, `busy` where too many wrong ones came, `conflict` before setup
   */
  async logIn(
    { secure, remote }: Pick<Asking, 'secure' | 'remote'>,
    name: string,
    password: string,
  ): Promise<OpenedSession> {
    return this.sessions.open(await this.#accountBy({ remote, target: LOG_IN }, name, password), secure);
  }

  /**
   * Logs in by another protocol. @param door what is knocked at, as failures are counted: `/ftp`
   * @throws Fault as `logIn` does
   */
  async logInAt(door: string, remote: string, name: string, password: string) {
    const account = await this.#accountBy({ remote, target: door }, name, password);
    const { holds } = this.#admission(account, 'basic');
    return { name: account.name, role: account.role, holds };
  }

  async #accountBy(asking: Attempt, name: string, password: string): Promise<Account> {
    if (this.needsSetup) throw conflict('the speaker has no administrator yet: set the first password');
    if (this.#bars(asking)) {
      throw new Fault('busy', `too many wrong passwords: try again in ${this.retryAfterS} seconds`);
    }
    const account = await this.#judge(asking, name, verifyPassword(this.#options.accounts, name, password));
    if (account === undefined) throw new Fault('forbidden', 'the name or the password is wrong', { field: 'password' });
    return account;
  }

  #fromSession({ method, headers }: Asking, { unattended }: Entrance): Admission | undefined {
    const { cookie } = headers;
    const session = this.sessions.use(cookie, unattended !== true && headers['x-requested-with'] !== HIDDEN_PAGE);
    if (session === undefined) return undefined;
    const { account, csrf } = session;
    if (method !== 'GET' && method !== 'HEAD' && headers['x-csrf-token'] !== csrf) {
      throw new Refused(403, 'The header X-CSRF-Token is missing or wrong. Load the page again.');
    }
    const caller: Caller = { name: account.name, role: account.role, via: 'session' };
    return { caller, session: { csrf }, stale: false, holds: () => this.sessions.holds(cookie) };
  }

  async #fromHeader(asking: Asking): Promise<Admission> {
    const header = asking.headers.authorization;
    if (header === undefined) return NOBODY;
    const token = tokenIn(asking);
    if (token !== undefined) return this.#fromToken(token, asking);
    const schemes = this.#schemes(asking.secure);
    if (/^basic /i.test(header)) return schemes.includes('Basic') ? this.#fromBasic(header, asking) : NOBODY;
    return this.#fromDigest(header, asking, schemes);
  }

  async #fromBasic(header: string, asking: Asking): Promise<Admission> {
    const given = parseBasic(header);
    if (given === undefined) return NOBODY;
    this.#refuseIfBarred(asking);
    const { name, password } = given;
    const account = await this.#judge(asking, name, verifyPassword(this.#options.accounts, name, password));
    return account === undefined ? NOBODY : this.#admission(account, 'basic');
  }

  async #fromDigest(header: string, asking: Asking, schemes: readonly Scheme[]): Promise<Admission> {
    const given = parseDigest(header);
    // Another realm is a password for another speaker that once had this address.
    if (given === undefined || !schemes.includes('Digest') || given.realm !== this.#options.accounts.realm)
      return NOBODY;
    this.#refuseIfBarred(asking);
    const account = await this.#judge(asking, given.name, checkDigest(this.#options.accounts, given, asking));
    if (account === undefined) return NOBODY;
    const fresh = this.#nonces.spend(given.nonce, given.protection?.count);
    return fresh ? this.#admission(account, 'digest') : { ...NOBODY, stale: true };
  }

  async #fromToken(token: string, asking: Asking): Promise<Admission> {
    this.#refuseIfBarred(asking);
    const found = this.#options.tokens.find(token);
    if (found === undefined) {
      await this.#wrong(asking, TOKEN, undefined);
      return NOBODY;
    }
    this.#throttle.right(asking.remote, TOKEN);
    const caller: Caller = { name: holderOf(found.name), role: found.role, via: 'token' };
    return { caller, stale: false, holds: () => this.stillMay(caller) };
  }

  /** Looking is all that the page needs; other clients have to be asked for a login, or they would never give one. */
  #isOpen({ method, target, headers }: Asking, { access }: Entrance): boolean {
    const looks = method === 'GET' && target.startsWith('/api/') && headers.authorization === undefined;
    return looks && access === 'viewer' && this.anonymousViewers;
  }

  #anonymous(): Admission {
    const caller: Caller = { name: 'anonymous', role: 'viewer', via: 'anonymous' };
    return { caller, stale: false, holds: () => this.stillMay(caller) };
  }

  #refuseIfBarred(asking: Attempt): void {
    if (this.#bars(asking)) throw new Refused(429, 'Too many wrong passwords came from your address.');
  }

  /** Sessions that are open go on: a person may share the address with whoever guesses. */
  #bars({ remote, target }: Attempt): boolean {
    if (this.#blocker.isBlocked(remote)) return true;
    if (!this.#throttle.bars(remote)) return false;
    this.#blocker.refused(remote, pathIn(target));
    return true;
  }

  /** Counts a right or wrong password; a wrong one is passed on only after its delay. */
  async #judge(attempt: Attempt, name: string, account: Account | undefined): Promise<Account | undefined> {
    // A name that is no account's may be a password in the wrong field: it must not be logged.
    if (account === undefined) await this.#wrong(attempt, name, this.#options.accounts.find(name)?.name);
    else this.#throttle.right(attempt.remote, name);
    return account;
  }

  /** Resolves after the delay. @param known the account that was meant, where there is such a one */
  async #wrong({ remote, target }: Attempt, name: string, known: string | undefined): Promise<void> {
    const what = name === TOKEN ? 'wrong token' : 'wrong password';
    this.#options.log.warn(what, { from: remote, account: known ?? 'unknown' });
    this.#options.failed({ address: remote, account: known ?? '' });
    this.#blocker.refused(remote, pathIn(target));
    await this.#throttle.wrong(remote, name);
  }

  #admission({ name, role, ha1 }: Account, via: 'basic' | 'digest'): Admission {
    const holds = () => {
      const present = this.#options.accounts.find(name);
      return present?.role === role && present.ha1['SHA-256'] === ha1['SHA-256'];
    };
    return { caller: { name, role, via }, stale: false, holds };
  }

  #schemes(secure: boolean): readonly Scheme[] {
    return schemesFor(this.#options.policy(), secure);
  }
}

/** A token is taken where nobody can read along (RFC 6750, 5.3). */
const tokenIn = ({ headers, secure }: Asking): string | undefined =>
  secure ? parseBearer(headers.authorization ?? '') : undefined;
