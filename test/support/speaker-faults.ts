/** What can be wrong with a simulated loudspeaker or its microphone. */
import { factorOf } from '../../src/dsp/format.ts';
import { highPass, lowPass, onePole, peak, type Section } from './filters.ts';
import type { Random } from './random.ts';

/** Those that must always be found. */
export const FAULTS = ['dead', 'minus-6-db', 'high-loss', 'low-loss', 'blocked', 'mic-blocked', 'mic-dead'] as const;
/** Those that are found where it is quiet enough. */
export const SUBTLE_FAULTS = ['plus-6-db', 'distortion', 'clipping', 'loose-contact', 'rub'] as const;
export type Fault = (typeof FAULTS)[number] | (typeof SUBTLE_FAULTS)[number];

/** What a fault does to the sound, as filters and a gain. */
export interface Change {
  readonly gain: number;
  readonly sections: readonly Section[];
}

const change = (db: number, ...sections: Section[]): Change => ({ gain: factorOf(db), sections });

/** What is done to the sound of the loudspeaker; a covered microphone's `change` is for all that it hears. */
// eslint-disable-next-line complexity -- a list of faults
export function changeOf(fault: Fault, random: Random): Change {
  const slope = (make: (hz: number, q?: number) => Section, hz: number) =>
    random.chance(0.5) ? [make(hz)] : [make(hz, 0.541), make(hz, 1.307)];
  switch (fault) {
    case 'dead':
      return { gain: random.chance(0.5) ? 0 : factorOf(random.between(-70, -50)), sections: [] };
    case 'minus-6-db':
      return change(-6);
    case 'plus-6-db':
      return change(6);
    case 'high-loss':
      return change(0, ...slope(lowPass, random.scaled(1800, 4000)));
    case 'low-loss':
      return change(0, ...slope(highPass, random.scaled(450, 900)));
    case 'blocked':
      return change(random.between(-12, -4), lowPass(random.scaled(900, 2500)), bump(random));
    case 'mic-blocked':
      return change(
        random.between(-18, -6),
        random.chance(0.5) ? lowPass(random.scaled(600, 1800)) : onePole(500),
        bump(random),
      );
    case 'mic-dead':
    case 'distortion':
    case 'clipping':
    case 'loose-contact':
    case 'rub':
      return change(0);
  }
}

/** A cavity before the grille sounds. */
const bump = (random: Random) => peak(random.scaled(200, 900), random.between(0, 5), 2);
