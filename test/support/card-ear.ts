import type { VirtualCard } from '../../src/board/virtual/card.ts';
import { joined } from './codec-sounds.ts';
import { heardLongEnough } from './steady-tone.ts';

/** The card remembers almost 11 s; look well before it forgets. */
const LOOK_MS = 2000;

/** Keeps all that a card plays. */
export interface CardEar {
  /** Resolves when each of these tones, Hz, sounded long enough to be judged, or 40 s are over. */
  until(tones: readonly number[]): Promise<void>;
  /** @returns all of it, 48 kHz */
  stop(): Int16Array;
}

export function cardEar(card: VirtualCard): CardEar {
  const pieces: Int16Array[] = [];
  let at = card.deviceTime();
  const look = () => {
    const now = card.deviceTime();
    pieces.push(card.recordSpeaker(at, now - at).left);
    at = now;
  };
  const timer = setInterval(look, LOOK_MS);
  const soFar = () => {
    look();
    return joined(pieces);
  };
  return {
    async until(tones) {
      for (let asked = 0; asked < 40; asked++) {
        const sound = soFar();
        if (tones.every(hz => heardLongEnough(sound, 48_000, hz))) return;
        await new Promise(resolve => setTimeout(resolve, 1000));
      }
    },
    stop() {
      clearInterval(timer);
      return soFar();
    },
  };
}
