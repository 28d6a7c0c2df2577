/** Rings whenever something comes of a connection; one may wait for it. */
export class Bell {
  readonly #patienceMs: number;
  #wake: () => void = () => undefined;

  /** @param patienceMs how long is waited at most, ms */
  constructor(patienceMs: number) {
    this.#patienceMs = patienceMs;
  }

  ring(): void {
    this.#wake();
  }

  /** @returns whether it rang in time */
  rung(): Promise<boolean> {
    return new Promise(resolve => {
      const timer = setTimeout(() => resolve(false), this.#patienceMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });
  }
}
