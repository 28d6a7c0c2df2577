/** dB from the reference at which a test fails (docs/speaker-test.md, Verdict). */
export const LIMIT = { obstructed: -8, group: 3, low: -3, high: 3, shape: 2.6, worst: 6.5 } as const;
