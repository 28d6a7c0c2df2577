import type { Clock, Off } from '../core/clock.ts';

/** The virtual inputs as VAPIX needs them. */
export interface VapixVirtualInputs {
  /** @returns whether the port changed. @throws Fault `not-found` */
  set(port: number, active: boolean): boolean;
}

/** One state of a port, and how long it stays before the next; the last one stays for good. */
export interface PortStep {
  readonly active: boolean;
  /** ms */
  readonly holdMs?: number;
}

/** Leads ports through states in time. What a port was to do later is forgotten with its next order. */
export class PortSteps {
  readonly #inputs: VapixVirtualInputs;
  readonly #clock: Clock;
  readonly #waiting = new Map<number, Off>();

  constructor({ inputs, clock }: { readonly inputs: VapixVirtualInputs; readonly clock: Clock }) {
    this.#inputs = inputs;
    this.#clock = clock;
  }

  /** @returns whether the first step changed the port. @throws Fault `not-found` */
  run(port: number, [first, ...rest]: readonly PortStep[]): boolean {
    if (first === undefined) return false;
    const changed = this.#inputs.set(port, first.active);
    this.#forget(port);
    const { holdMs } = first;
    if (holdMs !== undefined && rest.length > 0) {
      const go = () => {
        this.#waiting.delete(port);
        this.run(port, rest);
      };
      this.#waiting.set(port, this.#clock.after(holdMs, go));
    }
    return changed;
  }

  /** Leaves all ports as they are. */
  stop(): void {
    for (const port of [...this.#waiting.keys()]) this.#forget(port);
  }

  #forget(port: number): void {
    this.#waiting.get(port)?.();
    this.#waiting.delete(port);
  }
}
