import { signal } from '@preact/signals';

/**
 * A value that a person may change faster than the speaker answers: what was wanted last is shown at once, saved after the
 * one that is on its way, and forgotten when the speaker has answered.
 */
export class Wish<T> {
  /** Undefined while all that was wanted has been answered. */
  readonly wanted = signal<{ readonly value: T } | undefined>(undefined);
  readonly #save: (value: T) => Promise<unknown>;
  #saving = false;

  /** @param save resolves when what the page shows of the speaker is true again, whether it took the value or not */
  constructor(save: (value: T) => Promise<unknown>) {
    this.#save = save;
  }

  /** Saves the value in its turn. Of several that wait only the last is saved. */
  want(value: T): void {
    this.wanted.value = { value };
    if (!this.#saving) void this.#saveAll();
  }

  async #saveAll(): Promise<void> {
    this.#saving = true;
    try {
      for (let wish = this.wanted.peek(); wish !== undefined; wish = this.wanted.peek()) await this.#saveOne(wish);
    } finally {
      this.#saving = false;
    }
  }

  async #saveOne(wish: { readonly value: T }): Promise<void> {
    try {
      await this.#save(wish.value);
    } finally {
      if (this.wanted.peek() === wish) this.wanted.value = undefined;
    }
  }
}
