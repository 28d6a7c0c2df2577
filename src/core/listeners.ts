import type { Off } from './clock.ts';

/** Those who want to hear of something. */
export class Listeners<T extends readonly unknown[]> {
  readonly #listeners = new Set<(...told: T) => void>();

  readonly add = (listener: (...told: T) => void): Off => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  tell(...told: T): void {
    for (const listener of [...this.#listeners]) listener(...told);
  }
}
