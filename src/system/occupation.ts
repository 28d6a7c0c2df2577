import type { Off } from '../core/clock.ts';

/** What the speaker is at that must not be disturbed: an upgrade, a running test. */
export class Occupation {
  readonly #claims = new Set<{ readonly what: string }>();

  /** @param what in words that go on "the speaker is busy: " */
  claim(what: string): Off {
    const claim = { what };
    this.#claims.add(claim);
    return () => this.#claims.delete(claim);
  }

  /** The first thing that was claimed and not given up; undefined where nothing is. */
  what(): string | undefined {
    return [...this.#claims][0]?.what;
  }
}
