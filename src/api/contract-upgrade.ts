/** Upgrades and what decides about them. Part of contract.ts. */

/**
 * GET /api/upgrade (admin), and the answer of every request below. POST /api/upgrade/bundle (multipart with one file)
 * receives and checks a release, DELETE forgets it; POST /api/upgrade/install InstallUpgrade begins to install it. POST
 * /api/upgrade/commit, /rollback, /purge and /acknowledge (the failed upgrade was seen) take nothing. GET
 * /api/upgrade/log is the log of the upgrade that failed.
 */
export interface Upgrade {
  /** `virtual` on a development machine, where slots are files. */
  readonly kind: 'rauc' | 'virtual';
  /** The version that runs. */
  readonly version: string;
  /** `ready`: a release was received and may be installed. */
  readonly phase: 'idle' | 'receiving' | 'checking' | 'ready' | 'installing' | 'restarting';
  readonly bundle?: Release;
  /** Whether it is older than what runs: only possible together with a factory default. */
  readonly older: boolean;
  readonly progress?: { /** 0..100 */ readonly percent: number; readonly step: string };
  /** Why the last attempt ended without success. */
  readonly problem?: string;
  /** The version one can go back to. */
  readonly previous?: string;
  readonly committed: boolean;
  /** Whether it commits itself as soon as it was found healthy. */
  readonly commits: boolean;
  /** Seconds until it is undone unless it is committed. */
  readonly rollbackInS?: number;
  /** ISO 8601. */
  readonly lastUpgradeAt?: string;
  readonly failure?: UpgradeFailure;
  readonly maxBytes: number;
}

/** What a release says of itself. */
export interface Release {
  readonly version: string;
  readonly product: string;
  readonly notes: string;
  readonly build: string;
  /** The oldest version that may be upgraded to it in one step. */
  readonly minimumFrom?: string;
}

/** An upgrade that did not last. */
export interface UpgradeFailure {
  readonly version: string;
  readonly reason: string;
  /** ISO 8601. */
  readonly at: string;
  readonly acknowledged: boolean;
  /** Whether its log was kept. */
  readonly log: boolean;
}

export interface InstallUpgrade {
  /** `hard` begins with factory defaults; `none` keeps the settings. */
  readonly factoryDefault?: 'none' | 'hard';
  /** Undo it after so many minutes unless somebody commits it; without, what is healthy is committed by itself. */
  readonly rollbackMinutes?: number;
}

/** GET /api/health, over loopback only: how the speaker is, for the gate that keeps a release or gives it up. */
export interface Health {
  readonly ready: boolean;
  readonly version: string;
  /** Callbacks of the sound card so far; null while it is not open. */
  readonly callbacks: number | null;
  readonly requires: { readonly audio: boolean; readonly network: boolean };
}
