/** Numbers of packets that are remembered, to know one that came twice. */
const REMEMBERED = 1024;
/** A leap of more than this is another stream, not a loss (RFC 3550, A.1: MAX_DROPOUT and MAX_MISORDER). */
const MAX_DROPOUT = 3000;
const MAX_MISORDER = 1000;

/** How a packet stands to those before it. */
export interface Place {
  /**
   * `next` follows the highest so far; `ahead` leaves a gap; `behind` fills one; `again` was there already; `astray` is
   * far from all others and not to be believed yet; `restart` is the second such in a row: the sender began anew.
   */
  readonly kind: 'next' | 'ahead' | 'behind' | 'again' | 'astray' | 'restart';
  /** The sequence number, counted on over its 16 bits. */
  readonly number: number;
}

/** Follows the sequence numbers of one sender and counts what is missing (RFC 3550, A.1 and A.3). */
export class SequenceTracker {
  readonly #seen = new Float64Array(REMEMBERED).fill(-1);
  #first = -1;
  #highest = -1;
  /** The number that would confirm a leap. */
  #suspected = -1;
  #unique = 0;
  /** Lost before the sender began anew. */
  #lostBefore = 0;

  /** Takes the 16-bit sequence number of the next packet that came. */
  place(sequence: number): Place {
    if (this.#highest < 0) return this.#begin('next', sequence);
    const step = ((sequence - this.#highest) << 16) >> 16;
    const number = this.#highest + step;
    if (step > MAX_DROPOUT || step < -MAX_MISORDER) return this.#leap(sequence, number);
    if (this.#seen[number % REMEMBERED] === number) return { kind: 'again', number };
    this.#note(number);
    if (step <= 0) return { kind: 'behind', number };
    this.#highest = number;
    return { kind: step === 1 ? 'next' : 'ahead', number };
  }

  /** Whether the packet before this one came (so a gap in time is the sender's own). */
  follows(number: number): boolean {
    return number > 0 && this.#seen[(number - 1) % REMEMBERED] === number - 1;
  }

  /** Packets that never came, as far as can be told. */
  get lost(): number {
    return this.#lostBefore + this.#missing;
  }

  get #missing(): number {
    return this.#highest < 0 ? 0 : Math.max(0, this.#highest - this.#first + 1 - this.#unique);
  }

  #leap(sequence: number, number: number): Place {
    if (sequence === this.#suspected) {
      this.#lostBefore += this.#missing;
      return this.#begin('restart', sequence);
    }
    this.#suspected = (sequence + 1) & 0xffff;
    return { kind: 'astray', number };
  }

  #begin(kind: 'next' | 'restart', sequence: number): Place {
    // Not from zero, so that what comes out of order at the beginning still has a number.
    const number = sequence + 0x1_0000;
    this.#seen.fill(-1);
    this.#unique = 0;
    this.#suspected = -1;
    this.#first = this.#highest = number;
    this.#note(number);
    return { kind, number };
  }

  #note(number: number): void {
    this.#seen[number % REMEMBERED] = number;
    this.#unique++;
    this.#suspected = -1;
    if (number < this.#first) this.#first = number;
  }
}
