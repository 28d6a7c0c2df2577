import type { RingMemory } from './source-ring.ts';

/** What fills the ring of a voice. */
export interface Feeder {
  readonly memory: RingMemory;
  /**
   * Puts in what there is and has room.
   * @throws where the source is broken
   */
  fill(): Promise<void>;
  /** Ends the filling; the ring is nobody's then. */
  close(): Promise<void>;
}
