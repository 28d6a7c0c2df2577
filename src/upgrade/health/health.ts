import { boolean, integer, nullable, object, type Schema, string } from '../../core/schema.ts';

/** What the supervisor tells the health gate of itself, over loopback. */
export interface Health {
  /** Everything was started. */
  readonly ready: boolean;
  readonly version: string;
  /** Callbacks of the sound card so far; null while it is not open. */
  readonly callbacks: number | null;
  /** What must work for the release to be kept; all false once it is committed. */
  readonly requires: { readonly audio: boolean; readonly network: boolean };
}

export const HEALTH: Schema<Health> = object({
  ready: boolean(),
  version: string(),
  callbacks: nullable(integer()),
  requires: object({ audio: boolean(), network: boolean() }),
});
