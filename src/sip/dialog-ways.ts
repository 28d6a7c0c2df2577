import type { Flow } from './transport/index.ts';

/** Dialogs that may be known at once; the one that was silent longest is forgotten. */
const MOST = 500;

/** Whose a dialog is and which way its last message took, by Call-ID. */
export class DialogWays<Owner> {
  readonly #ways = new Map<string, { readonly owner: Owner; readonly flow: Flow }>();

  remember(callId: string, owner: Owner, flow: Flow): void {
    this.#ways.delete(callId);
    this.#ways.set(callId, { owner, flow });
    if (this.#ways.size <= MOST) return;
    const [oldest] = this.#ways.keys();
    if (oldest !== undefined) this.#ways.delete(oldest);
  }

  ownerOf(callId: string): Owner | undefined {
    return this.#ways.get(callId)?.owner;
  }

  flowOf(callId: string): Flow | undefined {
    return this.#ways.get(callId)?.flow;
  }
}
