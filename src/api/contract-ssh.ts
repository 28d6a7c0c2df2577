/** The SSH server and who may log in there. Part of contract.ts. */

export interface SshAccount {
  readonly name: string;
  readonly comment: string;
  /** ISO 8601. */
  readonly passwordSetAt: string;
}

/**
 * GET /api/ssh (admin). Whether it runs is the setting Network.SSH.Enabled. POST /api/ssh/accounts takes an
 * SshAccountChange with a name, PATCH /api/ssh/accounts/:id one without; DELETE.
 */
export interface Ssh {
  readonly enabled: boolean;
  /** Of the unit, in systemd's words: `active`, `inactive`, `failed` … */
  readonly state: string;
  /** What went wrong when the server was last told something. */
  readonly problem?: string | undefined;
  readonly accounts: readonly SshAccount[];
  /** How many there may be. */
  readonly most: number;
}

export interface SshAccountChange {
  readonly name?: string;
  readonly password?: string;
  readonly comment?: string;
}
