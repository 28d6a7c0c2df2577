import { boolean, choice, integer, object, optional, type Schema, string } from '../core/schema.ts';

/** A release that was installed and is not committed yet. */
export interface Trial {
  readonly slot: string;
  readonly version: string;
  /** The version that it takes the place of. */
  readonly from: string;
  /** `installing` until the updater has finished; a restart before that leaves nothing to try. */
  readonly phase: 'installing' | 'installed';
  /** When it is committed: by `boot` at once, when it has `started` and was found healthy, or `never` by itself. */
  readonly autoCommit: 'never' | 'boot' | 'started';
  /** Seconds after its start when it is undone unless it was committed; 0 is never. */
  readonly rollbackS: number;
  /** What worked before, so that it must work again. */
  readonly requires: { readonly audio: boolean; readonly network: boolean };
  /** Whether its program has been reached. */
  readonly started: boolean;
  /** Whether it was last stopped in good order, and not by a loss of power. */
  readonly stopped: boolean;
}

/** An upgrade that did not last. */
export interface UpgradeFailure {
  readonly version: string;
  /** Sentences for the person who looks after the speaker. */
  readonly reason: string;
  /** ISO 8601. */
  readonly at: string;
  /** Whether somebody has seen it. */
  readonly acknowledged: boolean;
  /** Whether its log was kept. */
  readonly log: boolean;
}

/** What the speaker remembers of its upgrades. */
export interface UpgradeRecord {
  /** The version in each slot, as far as it is known. */
  readonly versions: Readonly<Record<string, string>>;
  /** What is to run; another slot than this one after a start means that it failed. */
  readonly expected?: { readonly slot: string; readonly version: string } | undefined;
  readonly trial?: Trial | undefined;
  /** ISO 8601. */
  readonly lastUpgradeAt?: string | undefined;
  readonly failure?: UpgradeFailure | undefined;
}

const TRIAL: Schema<Trial> = object({
  slot: string(),
  version: string(),
  from: string(),
  phase: choice(['installing', 'installed']),
  autoCommit: choice(['never', 'boot', 'started']),
  rollbackS: integer({ minimum: 0 }),
  requires: object({ audio: boolean(), network: boolean() }),
  started: boolean(),
  stopped: boolean(),
});

const FAILURE: Schema<UpgradeFailure> = object({
  version: string(),
  reason: string(),
  at: string(),
  acknowledged: boolean(),
  log: boolean(),
});

const VERSIONS: Schema<Readonly<Record<string, string>>> = { type: 'object', additionalProperties: { type: 'string' } };

export const UPGRADE_RECORD: Schema<UpgradeRecord> = object({
  versions: VERSIONS,
  expected: optional(object({ slot: string(), version: string() })),
  trial: optional(TRIAL),
  lastUpgradeAt: optional(string()),
  failure: optional(FAILURE),
});

export const NO_UPGRADES: UpgradeRecord = { versions: {} };
