import { createRingMemory, type RingMemory } from '../source-ring.ts';

/** 0.7 s: what may be waiting while the audio process does something else. */
const RING_FRAMES = 32_768;
const LOST = 0;
const DONE = 1;

/** What the mixer's thread and the one that empties it share. */
export interface RecorderMemory {
  /** What the card plays and what it records, frame beside frame. */
  readonly played: RingMemory;
  readonly heard: RingMemory;
  /** Losses; 1 when no more comes. */
  readonly state: Int32Array<SharedArrayBuffer>;
}

export const createRecorderMemory = (): RecorderMemory => ({
  played: createRingMemory(RING_FRAMES),
  heard: createRingMemory(RING_FRAMES),
  state: new Int32Array(new SharedArrayBuffer(2 * 4)),
});

/** How it goes, for the thread that empties the rings. Read before them: then all is in them when it is done. */
export const recorderState = ({ state }: RecorderMemory) => ({
  lost: Atomics.load(state, LOST),
  done: Atomics.load(state, DONE) === 1,
});

export function countLoss({ state }: RecorderMemory): void {
  Atomics.add(state, LOST, 1);
}

/** Nothing comes, or nothing more. */
export function endRecording({ state }: RecorderMemory, lost: number): void {
  Atomics.add(state, LOST, lost);
  Atomics.store(state, DONE, 1);
}
