import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../core/clock.ts';

interface NoncesOptions {
  readonly clock: Clock;
  /** How long a nonce may be used, ms. */
  readonly lifetimeMs?: number;
  /** For how many nonces the counts are remembered. */
  readonly remembered?: number;
}

interface Counts {
  readonly madeAt: number;
  highest: number;
  /** Bit n: the count `highest - n` was used. */
  used: bigint;
}

/** Counts this far below the highest may still come, because a client's parallel requests overtake each other. */
const WINDOW = 64;
const STAMP_BYTES = 8;
const TICKET_BYTES = STAMP_BYTES + 8;
const SEAL_BYTES = 16;

/**
 * Nonces of HTTP Digest (RFC 7616, 3.3 and 5.4). A nonce carries its own time under a seal, so any number may be live
 * and none costs memory until somebody with the right password uses it; from then on each count is taken once.
 */
export class Nonces {
  readonly #clock: Clock;
  readonly #lifetimeMs: number;
  readonly #remembered: number;
  /** New at each start: nonces from before a restart are stale. */
  readonly #key = randomBytes(32);
  readonly #counts = new Map<string, Counts>();
  /** Nonces made until then, whose counts were forgotten, are stale. */
  #forgottenUntil = -1;

  constructor({ clock, lifetimeMs = 300_000, remembered = 1024 }: NoncesOptions) {
    this.#clock = clock;
    this.#lifetimeMs = lifetimeMs;
    this.#remembered = remembered;
  }

  make(): string {
    const ticket = randomBytes(TICKET_BYTES);
    ticket.writeDoubleBE(this.#clock.monotonic(), 0);
    return Buffer.concat([ticket, this.#seal(ticket)]).toString('base64url');
  }

  /**
   * Uses a nonce once; call only after the response proved right. False means stale: ours no more, too old, or this
   * count was used before.
   * @param count the header's `nc`, eight hex digits; undefined in the old form, where a nonce may serve many times
   */
  spend(nonce: string, count: string | undefined): boolean {
    const madeAt = this.#madeAt(nonce);
    if (madeAt === undefined || this.#clock.monotonic() - madeAt > this.#lifetimeMs) return false;
    if (count === undefined) return true;
    if (!/^[0-9a-f]{1,8}$/i.test(count)) return false;
    return this.#take(nonce, madeAt, Number.parseInt(count, 16));
  }

  #take(nonce: string, madeAt: number, count: number): boolean {
    const known = this.#counts.get(nonce);
    if (known === undefined) {
      if (madeAt <= this.#forgottenUntil) return false;
      this.#makeRoom();
      this.#counts.set(nonce, { madeAt, highest: count, used: 1n });
      return true;
    }
    if (count > known.highest) {
      known.used = BigInt.asUintN(WINDOW, (known.used << BigInt(Math.min(count - known.highest, WINDOW))) | 1n);
      known.highest = count;
      return true;
    }
    const bit = 1n << BigInt(Math.min(known.highest - count, WINDOW));
    if (known.highest - count >= WINDOW || (known.used & bit) !== 0n) return false;
    known.used |= bit;
    return true;
  }

  #makeRoom(): void {
    const expired = this.#clock.monotonic() - this.#lifetimeMs;
    for (const [nonce, { madeAt }] of this.#counts) {
      const full = this.#counts.size >= this.#remembered;
      if (!full && madeAt >= expired) return;
      this.#counts.delete(nonce);
      this.#forgottenUntil = Math.max(this.#forgottenUntil, madeAt);
    }
  }

  #madeAt(nonce: string): number | undefined {
    const bytes = Buffer.from(nonce, 'base64url');
    if (bytes.length !== TICKET_BYTES + SEAL_BYTES) return undefined;
    const ticket = bytes.subarray(0, TICKET_BYTES);
    return timingSafeEqual(this.#seal(ticket), bytes.subarray(TICKET_BYTES)) ? ticket.readDoubleBE(0) : undefined;
  }

  #seal(ticket: Buffer): Buffer {
    return createHmac('sha256', this.#key).update(ticket).digest().subarray(0, SEAL_BYTES);
  }
}
