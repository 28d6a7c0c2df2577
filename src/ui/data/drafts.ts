import { signal } from '@preact/signals';

/**
 * What somebody has written and not saved, by its place. It waits while other pages are looked at; the browser asks before
 * it is lost with the window.
 */
export class Drafts {
  readonly #kept = signal<ReadonlyMap<string, unknown>>(new Map());

  /** Who reads it knows what was kept there. */
  get(place: string): unknown {
    return this.#kept.value.get(place);
  }

  places(): readonly string[] {
    return [...this.#kept.value.keys()];
  }

  keep(place: string, draft: unknown): void {
    this.#put(new Map([...this.#kept.peek(), [place, draft]]));
  }

  drop(place: string): void {
    this.#put(new Map([...this.#kept.peek()].filter(([each]) => each !== place)));
  }

  /** Somebody else may log in next. */
  forget(): void {
    this.#put(new Map());
  }

  #put(kept: ReadonlyMap<string, unknown>): void {
    this.#kept.value = kept;
    if (kept.size > 0) addEventListener('beforeunload', ask);
    else removeEventListener('beforeunload', ask);
  }
}

const ask = (event: Event) => event.preventDefault();
