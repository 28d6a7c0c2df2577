import type { Switch } from '../board.ts';
import { Listeners } from '../../core/listeners.ts';

/** The microphone switch of a board, told by a driver how it stands. */
export class PanelSwitch implements Switch {
  readonly fitted: boolean;
  readonly #changes = new Listeners<[on: boolean]>();
  readonly onChange = this.#changes.add;
  #on: boolean;

  constructor({ fitted, on }: { fitted: boolean; on: boolean }) {
    this.fitted = fitted;
    this.#on = on || !fitted;
  }

  get on(): boolean {
    return this.#on;
  }

  set(on: boolean): void {
    if (!this.fitted || on === this.#on) return;
    this.#on = on;
    this.#changes.tell(on);
  }
}
