/** Random numbers that are the same for the same seed, whatever the seed: neighbours are not alike (mulberry32). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = Math.imul(seed ^ 0x9e37_79b9, 2_654_435_761) | 0;
    for (let i = 0; i < 4; i++) this.next();
  }

  /** 0 (included) to 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b_79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  between = (from: number, to: number) => from + this.next() * (to - from);

  /** Evenly on a logarithmic scale. */
  scaled = (from: number, to: number) => from * (to / from) ** this.next();

  whole = (from: number, to: number) => Math.floor(this.between(from, to + 1));

  chance = (share: number) => this.next() < share;

  /** Nearly normal, deviation 1. */
  normal = () => Math.sqrt(3) * (this.next() + this.next() + this.next() + this.next() - 2);

  pick = <T>(list: readonly T[]): T => list[Math.floor(this.next() * list.length)]!;
}
