import { DtmfDetector } from '../../dsp/dtmf.ts';
import type { SoundSink } from '../rtp/sound-output.ts';

/** On the way of a peer's sound to where it is played: tells the keys that sound in it. */
export class KeysInSound implements SoundSink {
  readonly #next: SoundSink;
  readonly #detector: DtmfDetector;

  constructor(next: SoundSink, tell: (key: string) => void) {
    this.#next = next;
    this.#detector = new DtmfDetector(tell);
  }

  get queued(): number {
    return this.#next.queued;
  }

  get space(): number {
    return this.#next.space;
  }

  write(samples: Float32Array, frames: number): void {
    this.#detector.hear(samples, frames);
    this.#next.write(samples, frames);
  }
}
