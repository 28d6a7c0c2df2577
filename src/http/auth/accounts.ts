import type { Off } from '../../core/clock.ts';
import type { Role } from '../../core/role.ts';
import type { PasswordHashes } from '../../core/secrets.ts';

/** One account as the login needs it. */
export interface Account {
  readonly name: string;
  readonly role: Role;
  readonly ha1: PasswordHashes;
}

/** Who may log in. */
export interface Accounts {
  /** Whether no account exists yet. */
  readonly needsSetup: boolean;
  /** The realm (RFC 7616, 3.3) that all passwords were hashed with. */
  readonly realm: string;
  find(name: string): Account | undefined;
  /** Calls back after every change. */
  onChange(watcher: () => void): Off;
}
