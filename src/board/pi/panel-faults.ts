import type { PanelState } from '../board.ts';
import { Listeners } from '../../core/listeners.ts';

/** What is wrong with a panel. The first fault stays: what follows is mostly its consequence. */
export class PanelFaults implements Pick<PanelState, 'fault' | 'onFault'> {
  readonly #listeners = new Listeners<[fault: string]>();
  readonly onFault = this.#listeners.add;
  #fault: string | undefined;

  constructor(fault?: string) {
    this.#fault = fault;
  }

  get fault(): string | undefined {
    return this.#fault;
  }

  report(fault: string): void {
    if (this.#fault !== undefined) return;
    this.#fault = fault;
    this.#listeners.tell(fault);
  }
}
