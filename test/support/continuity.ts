import type { VirtualCard } from '../../src/board/virtual/card.ts';
import { counterAt } from './counter-signal.ts';

const PERIOD = 40_000;
/** The card remembers almost 11 s; look well before it forgets. */
const LOOK_MS = 2000;

/** A clip that, played again and again, counts on without a seam: a whole number of the counter's periods. */
export const SEAMLESS_FRAMES = 6 * PERIOD;

/** Watches that the counter signal on the card never breaks while something else happens. */
export function watchCounter(card: VirtualCard) {
  let from = card.deviceTime();
  let last: number | undefined;
  let frames = 0;
  const breaks: string[] = [];

  const look = () => {
    const to = card.deviceTime();
    for (const sample of card.recordSpeaker(from, to - from).left) {
      const expected = last === undefined ? sample : counterAt(last - counterAt(0) + 1);
      if (sample !== expected && breaks.length < 20)
        breaks.push(`frame ${from}: ${sample} in the place of ${expected}`);
      last = sample;
      frames++;
    }
    from = to;
  };
  const timer = setInterval(look, LOOK_MS);
  return {
    /** What broke since the watch began, and how many frames were seen. */
    end(): { breaks: readonly string[]; frames: number } {
      clearInterval(timer);
      look();
      return { breaks, frames };
    },
  };
}
