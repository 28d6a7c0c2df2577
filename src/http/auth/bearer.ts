import type { Off } from '../../core/clock.ts';
import type { Role } from '../../core/role.ts';

/** Access tokens that programs show in the place of a name and a password. */
export interface AccessTokens {
  /** Whose token this is, while it is good; asking counts as using it. */
  find(token: string): { readonly name: string; readonly role: Role } | undefined;
  /** Whether there is still a good token of that name and role. */
  holds(name: string, role: Role): boolean;
  /** Calls back after every change. */
  onChange(watcher: () => void): Off;
}

/** The token of an `Authorization: Bearer` header (RFC 6750, 2.1), or undefined where it is not one. */
export const parseBearer = (header: string): string | undefined =>
  /^Bearer +([A-Za-z0-9._~+/-]+=*) *$/i.exec(header)?.[1];

/** What the log calls the holder of a token; no account has such a name. */
export const holderOf = (name: string): string => `token:${name}`;
