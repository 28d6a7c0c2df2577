/** How much delay a stream is given against how many gaps. */
export interface PlayoutProfile {
  /** ms of sound that must be ahead of the mixer: at less, what is missing is covered up. */
  readonly guardMs: number;
  /** ms of sound ahead when a packet comes that the network never delays. */
  readonly leastMs: number;
  /** Its part of the measured jitter on top of that. */
  readonly jitterShare: number;
  /** The most that packets that came too late add to it, ms. */
  readonly lateMs: number;
  /** So much more than the target, ms, and a packet is left out: a soft one, and any. */
  readonly softExcessMs: number;
  readonly excessMs: number;
  /** The most that is ever kept, ms; a sender that is faster than time loses the rest. */
  readonly mostMs: number;
}

/**
 * With jitter that is spread evenly over n ms, RFC 3550's figure is n/3 and the half of n must be in the buffer on
 * average: 1.5 times the figure. The rest is for networks that are not that even.
 */
export const PLAYOUT_PROFILES = {
  Normal: { guardMs: 16, leastMs: 40, jitterShare: 1.9, lateMs: 120, softExcessMs: 40, excessMs: 150, mostMs: 600 },
  Low: { guardMs: 13, leastMs: 18, jitterShare: 1.6, lateMs: 40, softExcessMs: 20, excessMs: 60, mostMs: 300 },
  /** Of calls: patient where the network is not even, and where this machine has too much to do. */
  Call: { guardMs: 18, leastMs: 30, jitterShare: 1.7, lateMs: 90, softExcessMs: 20, excessMs: 60, mostMs: 400 },
  UltraLow: { guardMs: 6, leastMs: 8, jitterShare: 1.5, lateMs: 15, softExcessMs: 10, excessMs: 30, mostMs: 150 },
} as const satisfies Readonly<Record<string, PlayoutProfile>>;

/** The mixer is late by up to this, ms. */
const MIXER_MS = 3;

/**
 * The profile where the mixer takes `blockMs` at once: with a large block no stream can be as close as the sound card of a
 * smaller one would let it.
 */
export function profileFor(name: keyof typeof PLAYOUT_PROFILES, blockMs: number): PlayoutProfile {
  const profile = PLAYOUT_PROFILES[name];
  const more = Math.max(0, blockMs + MIXER_MS - profile.guardMs);
  return { ...profile, guardMs: profile.guardMs + more, leastMs: profile.leastMs + more };
}
