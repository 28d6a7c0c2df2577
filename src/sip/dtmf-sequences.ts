import type { Clock } from '../core/clock.ts';
import type { DtmfSequence } from './account.ts';

/** After so long a silence, ms, a key begins anew. */
const PAUSE_MS = 5000;
/** RTP, in-band sound and INFO may tell the same key; what comes by another way so soon, ms, is the same. */
const ECHO_MS = 500;
const LONGEST = 32;

export type DtmfWay = 'rtp' | 'info';

/** Finds the sequences of an account in the keys of one call. */
export class SequenceMatcher {
  readonly #clock: Clock;
  readonly #sequences: () => readonly DtmfSequence[];
  #dialled = '';
  #last: { readonly tone: string; readonly way: DtmfWay; readonly at: number } | undefined;

  constructor(clock: Clock, sequences: () => readonly DtmfSequence[]) {
    this.#clock = clock;
    this.#sequences = sequences;
  }

  /** @returns the longest sequence that ends with this key; undefined where there is none */
  dialled(tone: string, way: DtmfWay): DtmfSequence | undefined {
    const key = tone.toUpperCase();
    if (!/^[0-9A-D*#]$/.test(key)) return undefined;
    const at = this.#clock.monotonic();
    const last = this.#last;
    if (last?.tone === key && last.way !== way && at - last.at < ECHO_MS) return undefined;
    if (last !== undefined && at - last.at > PAUSE_MS) this.#dialled = '';
    this.#last = { tone: key, way, at };
    this.#dialled = `${this.#dialled}${key}`.slice(-LONGEST);
    const found = [...this.#sequences()]
      .sort((a, b) => b.sequence.length - a.sequence.length)
      .find(({ sequence }) => this.#dialled.endsWith(sequence.toUpperCase()));
    if (found !== undefined) this.#dialled = '';
    return found;
  }
}
