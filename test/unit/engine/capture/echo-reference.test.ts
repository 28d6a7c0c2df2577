import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { EchoReference } from '../../../../src/engine/capture/echo-reference.ts';

/** A card and its mixer: what was given to the card stands beside what it recorded, frame by frame. */
class Rig {
  readonly given: number[] = [];
  readonly compared: number[] = [];
  readonly #waiting: number[] = [];
  #written: number;
  #taken: number;
  #count: number;
  readonly #reference: EchoReference;

  constructor(start = 0) {
    this.#written = this.#taken = this.#count = start;
    this.#reference = new EchoReference({ given: start, taken: start }, start);
  }

  mix(...samples: number[]): void {
    this.#reference.follow(this.#position(0));
    this.#reference.mixed(Float32Array.from(samples), samples.length, this.#written);
    this.#waiting.push(...samples);
    this.#written = (this.#written + samples.length) >>> 0;
  }

  /** One callback: what there is, then silence. */
  turn(frames: number): void {
    const samples = this.#waiting.splice(0, frames);
    this.#taken = (this.#taken + samples.length) >>> 0;
    this.#count = (this.#count + frames) >>> 0;
    this.given.push(...samples, ...new Array<number>(frames - samples.length).fill(0));
  }

  compare(frames: number, ahead = 0): void {
    const target = new Float32Array(frames);
    this.#reference.follow(this.#position(ahead));
    this.#reference.take(target, frames);
    this.compared.push(...target);
  }

  #position(ahead: number) {
    return { given: (this.#count - ahead) >>> 0, taken: this.#taken };
  }
}

describe('the echo’s reference', () => {
  it('stands beside what was recorded, also after silence', () => {
    const rig = new Rig();
    rig.turn(4);
    rig.compare(4);
    rig.mix(1, 2, 3, 4, 5, 6);
    rig.turn(4);
    rig.compare(4);
    rig.turn(4);
    rig.mix(7, 8, 9, 10);
    rig.turn(4);
    rig.compare(8);
    assert.deepEqual(rig.compared, rig.given);
    assert.deepEqual(rig.compared, [0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 0, 0, 7, 8, 9, 10]);
  });

  it('is right where the card moves on between two looks at it', () => {
    const rig = new Rig();
    rig.mix(1, 2, 3, 4, 5, 6, 7, 8);
    rig.turn(4);
    rig.compare(4, 4); // its count was read before the callback, the ring after it
    rig.turn(4);
    rig.compare(4);
    assert.deepEqual(rig.compared, rig.given);
  });

  it('goes on over the end of the counters', () => {
    const rig = new Rig(2 ** 32 - 6);
    for (let n = 1; n < 100; n += 3) {
      rig.mix(n, n + 1, n + 2);
      rig.turn(4);
      rig.compare(4);
    }
    assert.deepEqual(rig.compared, rig.given);
  });

  it('knows nothing of what was played before it was there', () => {
    const reference = new EchoReference({ given: 100, taken: 50 }, 90);
    const target = new Float32Array(20);
    reference.mixed(Float32Array.from([5, 6]), 2, 50);
    reference.follow({ given: 102, taken: 52 });
    reference.take(target, 12);
    assert.deepEqual(Array.from(target.subarray(0, 12)), [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 6]);
  });

  it('knows nothing of what was played before it began anew', () => {
    const reference = new EchoReference({ given: 100, taken: 50 }, 100);
    const target = new Float32Array(8);
    reference.mixed(Float32Array.from([5, 6, 7, 8]), 4, 50);
    reference.follow({ given: 104, taken: 54 });
    reference.restart({ given: 104, taken: 54 }, 100);
    reference.mixed(Float32Array.from([9]), 1, 54);
    reference.follow({ given: 105, taken: 55 });
    reference.take(target, 5);
    assert.deepEqual(Array.from(target.subarray(0, 5)), [0, 0, 0, 0, 9]);
  });
});
