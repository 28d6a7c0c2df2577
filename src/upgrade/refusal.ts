import { Fault } from '../core/fault.ts';

/** Why a release is not installed. */
export type RefusalReason =
  /** Not a bundle at all. */
  | 'not-a-release'
  /** Cut off, or changed after it was signed. */
  | 'damaged'
  | 'unsigned'
  /** Signed by somebody whom this speaker does not know. */
  | 'foreign'
  | 'wrong-product'
  /** Older than the one that runs; only possible with a factory default. */
  | 'older'
  /** Older than the oldest that is still safe. */
  | 'revoked'
  /** Another version must be installed first. */
  | 'step'
  /** The present release is not committed yet. */
  | 'uncommitted';

class Reason {
  readonly why: RefusalReason;

  constructor(why: RefusalReason) {
    this.why = why;
  }
}

/** A release that is not taken; nothing was changed. */
export const refused = (why: RefusalReason, message: string): Fault =>
  new Fault(why === 'uncommitted' ? 'conflict' : 'unsupported', message, { field: 'file', cause: new Reason(why) });

/** Why a release was refused; undefined where the fault is about something else. */
export const refusalReason = (error: unknown): RefusalReason | undefined =>
  error instanceof Fault && error.cause instanceof Reason ? error.cause.why : undefined;
