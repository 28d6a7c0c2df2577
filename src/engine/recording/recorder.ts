import { BLOCK_FRAMES } from '../../dsp/format.ts';
import { EchoReference } from '../capture/echo-reference.ts';
import { CONTROL } from '../control.ts';
import type { DeviceRingEnd } from '../device-ring-end.ts';
import { RingWriter } from '../source-ring.ts';
import { countLoss, endRecording, type RecorderMemory } from './recorder-memory.ts';

/** What counts losses between the mixer and the air, both ways. */
const LOSSES = [
  CONTROL.RING_UNDERRUNS,
  CONTROL.RING_OVERRUNS,
  CONTROL.DEVICE_UNDERRUNS,
  CONTROL.DEVICE_OVERRUNS,
] as const;

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
    if (Math.min(this.#played.space, this.#heard.space) < count) countLoss(this.#memory);
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
