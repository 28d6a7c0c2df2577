/** Access tokens of programs. Part of contract.ts. */
import type { Role } from '../core/role.ts';

/**
 * GET /api/tokens (admin); DELETE …/:id revokes one. A token is sent as `Authorization: Bearer TOKEN`, over HTTPS only.
 * Times are ISO 8601, empty is never.
 */
export interface AccessToken {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly createdAt: string;
  readonly expiresAt: string;
  /** To the hour. */
  readonly usedAt: string;
}

/** POST /api/tokens */
export interface NewToken {
  readonly name: string;
  readonly role: Role;
  readonly expiresAt: string;
}

/** Its answer: the only time that the token is told. */
export interface CreatedToken extends AccessToken {
  readonly token: string;
}
