import { counterAt } from '../test/support/counter-signal.ts';

const PERIOD = 40_000;
/** So many samples that count on one by one are the signal again, and no fade. */
const SURE = 16;

/** How often a counter signal broke, and the frames that it took or left out each time, from what the card got. */
export class Losses {
  glitches = 0;
  lost = 0;
  /** The last sample that belonged to the signal. */
  last: number | undefined;
  /** Frames since then that did not, and how many of the latest count on. */
  #strange = 0;
  #run = 0;
  #previous = 0;

  add(samples: Int16Array): void {
    for (const sample of samples) {
      if (this.#strange === 0 && (this.last === undefined || sample === after(this.last))) this.last = sample;
      else this.#search(sample);
      this.#previous = sample;
    }
  }

  /** A card that got no signal at the end lost all of that, too. */
  finish(): void {
    if (this.#strange === 0) return;
    this.glitches++;
    this.lost += this.#strange;
  }

  #search(sample: number): void {
    this.#strange++;
    this.#run = sample !== 0 && sample === after(this.#previous) ? this.#run + 1 : 0;
    if (this.#run < SURE) return;
    const skipped = (sample - (this.last ?? sample) + PERIOD) % PERIOD;
    this.glitches++;
    this.lost += Math.max(this.#strange - this.#run, skipped - this.#strange);
    this.last = sample;
    this.#strange = this.#run = 0;
  }
}

const after = (sample: number) => counterAt(sample - counterAt(0) + 1);
