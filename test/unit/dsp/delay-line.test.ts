import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { DelayLine } from '../../../src/dsp/delay-line.ts';
import { framesOf } from '../../../src/dsp/format.ts';
import { babble, sine } from '../../support/sounds.ts';

function pass(line: DelayLine, input: Float32Array, block = 480): Float32Array {
  const output = Float32Array.from(input);
  for (let at = 0; at < output.length; at += block) {
    const part = output.subarray(at, at + block);
    line.process(part, part.length);
  }
  return output;
}

/** A line whose delay was changed long ago. */
function settled(ms: number): DelayLine {
  const line = new DelayLine();
  line.change(ms);
  pass(line, new Float32Array(4800));
  return line;
}

describe('DelayLine', () => {
  it('delays by what it was told, to the sample', () => {
    const input = babble(3);
    for (const ms of [0, 1, 12.5, 1000, 2000]) {
      const output = pass(settled(ms), input, 77);
      const frames = framesOf(ms);
      assert.deepEqual(output.subarray(frames), input.subarray(0, input.length - frames), `${ms} ms`);
      assert.ok(output.subarray(0, frames).every(sample => sample === 0));
    }
  });

  it('changes without a step, also when it is changed again at once', () => {
    const tone = sine(200, 48_000, 96_000, 0.5);
    const steepest = 0.5 * 2 * Math.PI * (200 / 48_000);
    const line = settled(0);
    const output = Float32Array.from(tone);
    for (let at = 0, turn = 0; at < output.length; at += 480, turn++) {
      if (turn === 20) line.change(513);
      if (turn === 21) line.change(2);
      if (turn === 60) line.change(2000);
      if (turn === 120) line.change(0);
      line.process(output.subarray(at, at + 480), 480);
    }
    // A fade over 960 frames between two amplitudes adds 1/960 of their difference.
    for (let i = 1; i < output.length; i++) {
      const step = Math.abs(output[i]! - output[i - 1]!);
      assert.ok(step <= steepest + 1 / 960 + 1e-4, `${step} at ${i}`);
    }
    assert.deepEqual(output.subarray(-4800), tone.subarray(-4800), 'and is where it was');
  });

  it('tells how long a sound may still be inside', () => {
    const line = settled(500);
    assert.equal(line.frames, framesOf(500));
    line.change(0);
    assert.equal(line.frames, framesOf(500), 'what is inside fades out first');
    pass(line, new Float32Array(2400));
    assert.equal(line.frames, 0);
  });

  it('keeps to 0 to 2000 ms', () => {
    assert.equal(settled(5000).frames, framesOf(2000));
    assert.equal(settled(-3).frames, 0);
  });
});
