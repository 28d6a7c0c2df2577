import type { PlayoutProfile } from './playout-profile.ts';

/** A packet that came too late raises the target by this, ms; it sinks again by the second figure in a second. */
const LATE_STEP_MS = 4;
const LATE_DECAY_MS_PER_S = 2;
/** The mean is that of about so many ms. */
const MEAN_MS = 640;
/** The rate may be off by this much: 9 cents, which nobody hears. */
const MAX_TRIM = 0.005;
/** ms off the target at which all of it is used; at less, its share. */
const FULL_TRIM_MS = 25;
/** The rate changes by no more than this in a second. */
const TRIM_PER_S = 0.002;
/** No target is higher than this share of the most that is kept. */
const HIGHEST_SHARE = 0.6;

/**
 * Decides how far ahead of the mixer a stream is kept. What counts is the margin: the ms of sound that are still to be
 * played when a packet comes, before its own. Their mean is brought to a target that follows the jitter, by playing a
 * little faster or slower; that corrects the sender's clock as well.
 */
export class DelayControl {
  readonly #profile: PlayoutProfile;
  #jitterMs = 0;
  #lateMs = 0;
  #mean: number | undefined;
  #trim = 0;

  constructor(profile: PlayoutProfile) {
    this.#profile = profile;
  }

  /** ms, on average, that a packet should come before it is due. */
  get targetMs(): number {
    const { leastMs, jitterShare, mostMs } = this.#profile;
    return Math.min(leastMs + jitterShare * this.#jitterMs + this.#lateMs, HIGHEST_SHARE * mostMs);
  }

  /** ms, on average, that packets do come before they are due. */
  get meanMs(): number {
    return this.#mean ?? this.targetMs;
  }

  /** ms kept too many (or, below zero, too few). */
  get excessMs(): number {
    return this.meanMs - this.targetMs;
  }

  /** How much faster than its nominal rate the stream is to be played: 0.001 is a thousandth. */
  get trim(): number {
    return this.#trim;
  }

  /**
   * A packet came.
   * @param marginMs before it is due
   * @param packetMs how long the sound of one packet is
   * @param jitterMs as RFC 3550 has it
   */
  note(marginMs: number, packetMs: number, jitterMs: number): void {
    this.#jitterMs = jitterMs;
    const seconds = packetMs / 1000;
    this.#lateMs = Math.max(0, this.#lateMs - LATE_DECAY_MS_PER_S * seconds);
    const share = Math.min(1, packetMs / MEAN_MS);
    this.#mean = this.#mean === undefined ? marginMs : this.#mean + (marginMs - this.#mean) * share;
    const wanted = MAX_TRIM * Math.max(-1, Math.min(1, this.excessMs / FULL_TRIM_MS));
    const most = TRIM_PER_S * seconds;
    this.#trim += Math.max(-most, Math.min(most, wanted - this.#trim));
  }

  /** A packet came after it was due. */
  noteLate(): void {
    this.#lateMs = Math.min(this.#lateMs + LATE_STEP_MS, this.#profile.lateMs);
  }

  /** Sound was put in (or, below zero, left out) that moves all packets to come. */
  moved(ms: number): void {
    if (this.#mean !== undefined) this.#mean += ms;
  }

  /** The stream begins anew in time. */
  restart(): void {
    this.#mean = undefined;
  }
}
