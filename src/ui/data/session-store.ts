import { signal } from '@preact/signals';
import type { Session } from '../../api/contract.ts';
import { Client } from './client.ts';
import { Refusal } from './refusal.ts';
import { t } from '../language/translate.ts';

type Role = NonNullable<Session['role']>;
/** HTTP status: the speaker is no longer as the page believes. */
const CONFLICT = 409;
const RANK: Readonly<Record<Role, number>> = { viewer: 0, operator: 1, admin: 2 };

/** Who is logged in at this page, and the client that speaks in that person's name. */
export class SessionStore {
  /** Undefined until the speaker has answered for the first time. */
  readonly current = signal<Session | undefined>(undefined);
  /** Why the login page is shown, where it is not obvious. */
  readonly notice = signal<string | undefined>(undefined);
  readonly client = new Client({
    csrf: () => this.current.value?.csrf,
    renewCsrf: async () => {
      await this.load();
      return this.current.value?.csrf;
    },
    onLoggedOut: () => this.end(t('You were logged out. Log in again to go on.')),
  });

  /** Whether the person may do what needs `role`. */
  may(role: Role): boolean {
    const own = this.current.value?.role;
    return own !== undefined && RANK[own] >= RANK[role];
  }

  /** Who looks without a name wants to have one. */
  askLogIn(): void {
    const { current } = this;
    if (current.value === undefined) return;
    const { product, hostName } = current.value;
    current.value = { state: 'login', product, hostName };
  }

  /** @throws Refusal */
  async load(): Promise<void> {
    const session = await this.client.ask('/api/session');
    // Asked now, not before: meanwhile another may have noticed it, and said why.
    if (this.current.value?.state === 'open' && session.state === 'login')
      this.notice.value = t('You were logged out. Log in again to go on.');
    this.current.value = session;
  }

  /**
   * Sets the first password. Where somebody else has set one meanwhile, shows the login page and says so.
   * @throws Refusal
   */
  async setUp(password: string): Promise<void> {
    try {
      await this.#enter('/api/setup', { password });
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== CONFLICT) throw error;
      this.notice.value = t('Somebody else has set the first password meanwhile. Log in with that one.');
      await this.load();
    }
  }

  /** @throws Refusal */
  async logIn(user: string, password: string): Promise<void> {
    await this.#enter('/api/login', { user, password });
    if (this.current.value?.state !== 'open') {
      throw new Refusal({ message: t('The name or the password is wrong.'), field: 'password' }, 401);
    }
  }

  /** @throws Refusal */
  async logOut(): Promise<void> {
    await this.#enter('/api/logout', {});
  }

  /** Shows the login page, because the speaker wants a new login. */
  end(notice: string): void {
    const session = this.current.value;
    if (session?.state !== 'open') return;
    this.notice.value = notice;
    this.current.value = { state: 'login', product: session.product, hostName: session.hostName };
  }

  async #enter(path: string, body: unknown): Promise<void> {
    const session = (await this.client.change({ method: 'POST', path, body })) as Session | undefined;
    this.notice.value = undefined;
    if (session === undefined) await this.load();
    else this.current.value = session;
  }
}
