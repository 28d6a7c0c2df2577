/** What the manual of a network speaker promises, one row for each promise, and what shows that this one keeps it. */

/** Titles of tests by their file in test/, each as it is written there: `${…}` stands for anything. */
export type Tests = Readonly<Record<string, readonly string[]>>;

/** Why a row is not, or not wholly, what the manual says. */
export interface Lack {
  /** `part`: the tests show the rest. */
  readonly kind: 'part' | 'not met' | 'not applicable';
  readonly reason: string;
}

export interface Row {
  /** The manual's section, and a number in it. */
  readonly id: string;
  /** What must hold, in our words. */
  readonly must: string;
  readonly tests: Tests;
  readonly lack?: Lack;
}

export interface Chapter {
  readonly title: string;
  readonly rows: readonly Row[];
}

/** A row that tests show as a whole. */
export const row = (id: string, must: string, tests: Tests): Row => ({ id, must, tests });

/** A row that is kept but for what the reason says. */
export const inPart = (id: string, must: string, tests: Tests, reason: string): Row => ({
  id,
  must,
  tests,
  lack: { kind: 'part', reason },
});

export const notMet = (id: string, must: string, reason: string): Row => ({
  id,
  must,
  tests: {},
  lack: { kind: 'not met', reason },
});

export const notApplicable = (id: string, must: string, reason: string): Row => ({
  id,
  must,
  tests: {},
  lack: { kind: 'not applicable', reason },
});
