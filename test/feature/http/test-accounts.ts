import type { Off } from '../../../src/core/clock.ts';
import type { Role } from '../../../src/core/role.ts';
import { hashPassword } from '../../../src/core/secrets.ts';
import type { Account } from '../../../src/http/index.ts';

/** Accounts whose password is `pass of <name>`. */
export class TestAccounts {
  readonly realm = 'TEST_B827EB123456';
  readonly #accounts = new Map<string, Account>();
  readonly #watchers = new Set<() => void>();

  constructor(roles: Readonly<Record<string, Role>> = { root: 'admin', olga: 'operator', vera: 'viewer' }) {
    for (const [name, role] of Object.entries(roles)) this.set(name, role);
  }

  get needsSetup(): boolean {
    return this.#accounts.size === 0;
  }

  find(name: string): Account | undefined {
    return this.#accounts.get(name);
  }

  set(name: string, role: Role, password = `pass of ${name}`): void {
    this.#accounts.set(name, { name, role, ha1: hashPassword(name, this.realm, password) });
    this.#tell();
  }

  remove(name: string): void {
    this.#accounts.delete(name);
    this.#tell();
  }

  onChange(watcher: () => void): Off {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  #tell(): void {
    for (const watcher of this.#watchers) watcher();
  }
}
