import type { Flow } from './transport/index.ts';

/** Dialogs that may be known at once; the one that was silent longest is forgotten. */
const MOST = 500;

/**
 * Whose a dialog is and which way its last message took, by Call-ID and the tag at our end (RFC 3261, 12): of a call from
 * one account of ours to another both ends are here.
 */
export class DialogWays<Owner> {
  readonly #ways = new Map<string, { readonly owner: Owner; readonly flow: Flow }>();

  remember(dialog: string, owner: Owner, flow: Flow): void {
    this.#ways.delete(dialog);
    this.#ways.set(dialog, { owner, flow });
    if (this.#ways.size <= MOST) return;
    const [oldest] = this.#ways.keys();
    if (oldest !== undefined) this.#ways.delete(oldest);
  }

  ownerOf(dialog: string): Owner | undefined {
    return this.#ways.get(dialog)?.owner;
  }

  flowOf(dialog: string): Flow | undefined {
    return this.#ways.get(dialog)?.flow;
  }
}

/** @param tag at our end; empty while we have given none */
export const dialogName = (callId: string, tag = '') => `${callId} ${tag}`;
