import { factorOf } from '../dsp/format.ts';
import { SOURCE_CLASSES, type ClassPolicies, type ClassPolicy, type SourceClass } from './contract.ts';

/** A change that no class asked for (its gain was set) takes this long. */
const PLAIN_MS = 20;

/** What precedence has to know of a voice. */
export interface Contender {
  readonly sourceClass: SourceClass;
  /** Greater than those of all that were asked for before. */
  readonly id: number;
  /** Whether it is on its way out: then nobody makes room for it any more. */
  readonly leaving: number;
}

/** How a voice stands among the others. */
export interface Standing {
  /** Amplitude factor: the gain of its class and what the others leave it. */
  readonly factor: number;
  /** It waits where it is, and goes on from that very sample. */
  readonly hold: boolean;
  /** ms to get down to that, and to come back up when it is over. */
  readonly attackMs: number;
  readonly releaseMs: number;
}

/**
 * Who is heard, and how loud: the classes above a voice duck, mute or hold it as their policies say, and so do the
 * others of its own class. A voice that is not heard itself takes nothing from those below it.
 */
export function precedence<V extends Contender>(
  voices: readonly V[],
  policies: ClassPolicies,
): ReadonlyMap<V, Standing> {
  const standings = new Map<V, Standing>();
  const heard: V[] = [];
  const first = [...voices].sort((a, b) => rank(b) - rank(a) || byTurn(a, b, policies[a.sourceClass]));
  for (const voice of first) {
    const standing = standingOf(voice, heard, policies);
    standings.set(voice, standing);
    if (voice.leaving === 0 && !standing.hold && standing.factor > 0) heard.push(voice);
  }
  return standings;
}

const rank = ({ sourceClass }: Contender) => SOURCE_CLASSES.indexOf(sourceClass);

/** In a queue the oldest comes first, elsewhere the newest. */
const byTurn = (a: Contender, b: Contender, { several }: ClassPolicy) =>
  several === 'queue' ? a.id - b.id : b.id - a.id;

function standingOf(voice: Contender, heard: readonly Contender[], policies: ClassPolicies): Standing {
  const gain = factorOf(policies[voice.sourceClass].gainDb);
  let standing: Standing = { factor: gain, hold: false, attackMs: PLAIN_MS, releaseMs: PLAIN_MS };
  for (const other of heard) {
    const left = leftBy(other, voice, policies);
    if (left >= 1) continue;
    const { attackMs, releaseMs } = policies[other.sourceClass];
    const hold = left < 0;
    if (hold || (!standing.hold && gain * left < standing.factor)) {
      standing = { factor: gain * Math.max(0, left), hold, attackMs, releaseMs };
    }
  }
  return standing;
}

/** The share that `other` leaves to `voice`: 1 all of it, 0 nothing, HOLD has it wait. */
function leftBy(other: Contender, voice: Contender, policies: ClassPolicies): number {
  const { lower, duckDb, several } = policies[other.sourceClass];
  if (other.sourceClass === voice.sourceClass) return several === 'newest' || several === 'queue' ? HOLD : 1;
  switch (lower) {
    case 'mix':
      return 1;
    case 'duck':
      return factorOf(-duckDb);
    case 'mute':
      return 0;
    case 'pause':
      return HOLD;
  }
}

const HOLD = -1;
