import { signal } from '@preact/signals';
import type { Address, Answer, Asker } from './answers.ts';
import { Refusal } from './refusal.ts';

/** What the speaker last answered at one address; asked again whenever something tells that it changed. */
export class Resource<A extends Address> {
  /** Undefined until the first answer. */
  readonly value = signal<Answer<A> | undefined>(undefined);
  /** Why the last question had no answer. */
  readonly problem = signal<string | undefined>(undefined);
  readonly #speaker: Asker;
  readonly #address: A;
  readonly #understood: (answer: Answer<A>) => Answer<A>;
  #running: Promise<void> | undefined;
  #stale = false;
  #generation = 0;

  /** @param understood what becomes of every answer before it is shown */
  constructor(speaker: Asker, address: A, understood: (answer: Answer<A>) => Answer<A> = answer => answer) {
    this.#speaker = speaker;
    this.#address = address;
    this.#understood = understood;
  }

  /** Asks. Never rejects: a failure is told by `problem`. Questions that come while one is on its way become one. */
  ask(): Promise<void> {
    if (this.#running !== undefined) {
      this.#stale = true;
      return this.#running;
    }
    this.#running = this.#askUntilFresh().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** Asks again, but only where somebody has asked before; an answer that is on its way may be from before the change. */
  async refresh(): Promise<void> {
    const asked = this.#running !== undefined || this.value.value !== undefined || this.problem.value !== undefined;
    if (asked) await this.ask();
  }

  /** Forgets what it knew: somebody else may log in next. */
  forget(): void {
    this.#generation += 1;
    this.value.value = undefined;
    this.problem.value = undefined;
  }

  async #askUntilFresh(): Promise<void> {
    do {
      this.#stale = false;
      await this.#askOnce();
    } while (this.#isStale());
  }

  #isStale(): boolean {
    return this.#stale;
  }

  async #askOnce(): Promise<void> {
    const generation = this.#generation;
    try {
      const answer = await this.#speaker.ask(this.#address);
      if (generation !== this.#generation) return;
      this.value.value = this.#understood(answer);
      this.problem.value = undefined;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (generation === this.#generation) this.problem.value = error.message;
    }
  }
}
