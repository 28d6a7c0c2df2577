import type { VirtualCard } from '../../src/board/virtual/card.ts';

/** What the card played from a device time on. */
export interface CardSound {
  /** The loudest sample, 0..32768. */
  readonly peak: number;
  /** Frames that were not silent. */
  readonly frames: number;
}

/** Listens to what the card has played since the device time `from`, 10 s ago at the most. */
export function cardSound(card: VirtualCard, from: number): CardSound {
  const { left } = card.recordSpeaker(from, Math.max(0, card.deviceTime() - from));
  const loud = left.filter(sample => sample !== 0);
  return { peak: loud.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0), frames: loud.length };
}

/** Whether the card has sounded within the last tenth of a second. */
export const sounds = (card: VirtualCard): boolean => cardSound(card, card.deviceTime() - 4800).peak > 0;
