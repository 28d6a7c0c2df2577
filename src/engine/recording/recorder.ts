import { BLOCK_FRAMES } from '../../dsp/format.ts';
import { EchoReference } from '../capture/echo-reference.ts';
import { CONTROL } from '../control.ts';
import type { DeviceRingEnd } from '../device-ring-end.ts';
import { createRingMemory, type RingMemory, RingWriter } from '../source-ring.ts';

/** 0.7 s: what may be waiting while the audio process does something else. */
const RING_FRAMES = 32_768;
/** What counts losses between the mixer and the air, both ways. */
const LOSSES = [
  CONTROL.RING_UNDERRUNS,
  CONTROL.RING_OVERRUNS,
  CONTROL.DEVICE_UNDERRUNS,
  CONTROL.DEVICE_OVERRUNS,
] as const;
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

/**
 * Records what the card plays beside what its microphone hears in one stretch, without gain, filter or echo cancellation, and
 * counts what is lost: a recording is whole only where that is nothing. For the mixer's thread: allocates nothing once made.
 */
export class Recorder {
  readonly #memory: RecorderMemory;
  readonly #played: RingWriter;
  readonly #heard: RingWriter;
  readonly #beside = new Float32Array(BLOCK_FRAMES);
  readonly #card: DeviceRingEnd;
  readonly #reference: EchoReference;
  readonly #lossesBefore: number;
  #left: number;

  constructor(memory: RecorderMemory, frames: number, card: DeviceRingEnd) {
    this.#memory = memory;
    this.#played = new RingWriter(memory.played);
    this.#heard = new RingWriter(memory.heard);
    this.#left = frames;
    this.#card = card;
    const { position } = card;
    // What waits to be read was recorded before now, whatever was lost since the card was opened.
    this.#reference = new EchoReference(position, (position.given - card.recordedAhead) >>> 0);
    this.#lossesBefore = this.#losses;
  }

  get done(): boolean {
    return this.#left === 0;
  }

  /** To be told before the mixer writes more. */
  follow(): void {
    this.#reference.follow(this.#card.position);
  }

  mixed(block: Float32Array, frames: number, position: number): void {
    this.#reference.mixed(block, frames, position);
  }

  /** Takes frames that the microphone has just given. */
  heard(block: Float32Array, frames: number): void {
    this.follow();
    this.#reference.take(this.#beside, frames);
    const count = Math.min(frames, this.#left);
    if (Math.min(this.#played.space, this.#heard.space) < count) Atomics.add(this.#memory.state, LOST, 1);
    else {
      this.#played.write(this.#beside, count);
      this.#heard.write(block, count);
    }
    this.#left -= count;
    if (this.#left === 0) this.end(this.#losses - this.#lossesBefore);
  }

  /** Nothing more comes. @param lost times that something was lost on the way */
  end(lost: number): void {
    this.#left = 0;
    endRecording(this.#memory, lost);
  }

  get #losses(): number {
    return LOSSES.reduce((sum, word) => sum + this.#card.count(word), 0);
  }
}

/** Nothing comes, or nothing more. */
export function endRecording({ state }: RecorderMemory, lost: number): void {
  Atomics.add(state, LOST, lost);
  Atomics.store(state, DONE, 1);
}
