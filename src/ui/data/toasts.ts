import { signal } from '@preact/signals';
import { Refusal } from './refusal.ts';

/** A short message about something that was done, or could not be. */
export interface Toast {
  readonly id: number;
  readonly kind: 'done' | 'error';
  readonly text: string;
  /** A newer toast about the same thing takes the place of the older one. */
  readonly about?: string;
  readonly undo?: () => Promise<unknown>;
}

/** So many messages about what was done are shown at once; a new one takes the place of the oldest. */
const SHOWN_DONE = 3;

/** The messages at the edge of the page. */
export class Toasts {
  readonly list = signal<readonly Toast[]>([]);
  #next = 1;

  /** Tells that something was done. It goes away by itself. */
  done(text: string, more: Pick<Toast, 'about' | 'undo'> = {}): void {
    this.#show({ id: this.#next++, kind: 'done', text, ...more });
  }

  /** Tells that something failed. It stays until it is closed. */
  error(text: string, about?: string): void {
    this.#show({ id: this.#next++, kind: 'error', text, ...(about === undefined ? {} : { about }) });
  }

  close(id: number): void {
    this.list.value = this.list.value.filter(toast => toast.id !== id);
  }

  /** Does it and tells of a refusal. Resolves with whether it was done. */
  async attempt(work: () => Promise<unknown>, about?: string): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.error(error.message, about);
      return false;
    }
  }

  #show(toast: Toast): void {
    const others = this.list.value.filter(({ about, kind, text }) =>
      toast.about === undefined ? kind !== toast.kind || text !== toast.text : about !== toast.about,
    );
    const room = toast.kind === 'done' ? SHOWN_DONE - 1 : SHOWN_DONE;
    const done = others.filter(({ kind }) => kind === 'done').slice(-room);
    this.list.value = [...others.filter(({ kind }) => kind === 'error'), ...done, toast];
  }
}
