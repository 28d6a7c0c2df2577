import type { CallCounts } from '../../engine/contract.ts';
import type { CallCodec } from './contract.ts';

/**
 * What a codec costs, and how it bears losses (ITU-T G.113, appendix I, and G.107.1 for the wide ones, scaled onto the
 * narrow scale; Opus and L16 by their likes). With concealment, as ours has it.
 */
const IMPAIRMENTS: Readonly<Record<CallCodec, { readonly ie: number; readonly bpl: number }>> = {
  opus: { ie: 0, bpl: 25 },
  G722: { ie: 2, bpl: 20 },
  'L16/16000': { ie: 0, bpl: 20 },
  'L16/8000': { ie: 0, bpl: 25.1 },
  PCMU: { ie: 0, bpl: 25.1 },
  PCMA: { ie: 0, bpl: 25.1 },
  'G726-32': { ie: 7, bpl: 20 },
};
/** R of a line with nothing wrong but its noise. */
const BASE = 93.2;
/** From here on a delay is felt, ms. */
const FELT_MS = 177.3;

/**
 * Mean opinion score that people would give, 1 to 4.5 (ITU-T G.107, B.4).
 * @param lostShare of the packets
 * @param delayMs from mouth to ear
 */
export function estimateMos(codec: CallCodec, lostShare: number, delayMs: number): number {
  const { ie, bpl } = IMPAIRMENTS[codec];
  const percent = 100 * Math.min(1, Math.max(0, lostShare));
  const loss = ie + ((95 - ie) * percent) / (percent + bpl);
  const delay = 0.024 * delayMs + (delayMs > FELT_MS ? 0.11 * (delayMs - FELT_MS) : 0);
  const rating = Math.max(0, Math.min(100, BASE - delay - loss));
  const mos = 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6;
  return Math.max(1, Math.min(4.5, mos));
}

/** A packet's length, and what the microphone and the card take, ms. */
const OWN_MS = 20 + 20;

/** From the peer's mouth to our ear, as far as it is known. */
export const delayOf = ({ playoutMs, roundTripMs = 0 }: CallCounts) => roundTripMs / 2 + playoutMs + OWN_MS;

/** Share of the packets that were not there when they were to be played. */
export function lostShareOf({ received, lost, late }: CallCounts): number {
  const expected = received + lost;
  return expected === 0 ? 0 : Math.min(1, (lost + late) / expected);
}
