import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { equalizerFilters } from '../../../src/dsp/equalizer-curve.ts';
import { factorOf, framesOf } from '../../../src/dsp/format.ts';
import { OutputChain } from '../../../src/engine/output-chain.ts';
import type { SoundShape } from '../../../src/engine/sound-shape.ts';
import { babble } from '../../support/sounds.ts';

const FLAT = equalizerFilters([0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
const PLAIN: SoundShape = {
  outputFilters: FLAT,
  inputFilters: FLAT,
  delayMs: 0,
  capDb: null,
  automaticVolume: { enabled: false, quietLufs: -60, slope: 1, maxGain: 12 },
  leveller: { enabled: false, target: -18, maxGain: 12, slew: 3 },
};
const BASS = equalizerFilters([12, 12, 0, 0, 0, 0, 0, 0, 0, 0]);

function passed(chain: OutputChain, input: Float32Array, emergency = false): Float32Array {
  const output = Float32Array.from(input);
  for (let at = 0; at < output.length; at += 480) chain.process(output.subarray(at, at + 480), 480, emergency);
  return output;
}

const sound = babble(1);
const times = (factor: number, samples: Float32Array) => samples.map(sample => sample * Math.fround(factor));

function near(actual: Float32Array, wanted: Float32Array): void {
  for (const [i, sample] of actual.entries()) assert.ok(Math.abs(sample - wanted[i]!) < 1e-4, `sample ${i}`);
}

describe('OutputChain', () => {
  it('passes bit-exactly while nothing is set', () => {
    const chain = new OutputChain();
    chain.change(PLAIN);
    assert.deepEqual(passed(chain, sound), sound);
    assert.equal(chain.tailFrames, 0);
  });

  it('shapes what leaves and what is heard each with its own equalizer', () => {
    const chain = new OutputChain();
    chain.change({ ...PLAIN, outputFilters: BASS });
    assert.notDeepEqual(passed(chain, sound), sound);
    const heard = Float32Array.from(sound);
    chain.hear(heard, heard.length, true);
    assert.deepEqual(heard, sound);
    chain.change({ ...PLAIN, inputFilters: BASS });
    chain.hear(heard, heard.length, true);
    assert.notDeepEqual(heard, sound);
  });

  it('delays, and tells how long that takes', () => {
    const chain = new OutputChain();
    chain.change({ ...PLAIN, delayMs: 100 });
    passed(chain, new Float32Array(4800));
    assert.equal(chain.tailFrames, framesOf(100));
    assert.deepEqual(passed(chain, sound).subarray(4800), sound.subarray(0, sound.length - 4800));
  });

  it('keeps everything under the cap of the quiet hours from the first sample on, but an emergency', () => {
    const chain = new OutputChain();
    chain.change({ ...PLAIN, capDb: -20 });
    chain.begin(false);
    near(passed(chain, sound), times(factorOf(-20), sound));
    const alarm = passed(chain, sound, true);
    assert.deepEqual(alarm.subarray(960), sound.subarray(960), 'as loud as ever within 20 ms');
    near(passed(chain, sound).subarray(960), times(factorOf(-20), sound).subarray(960));
  });

  it('adds the automatic volume, but not above the cap', () => {
    const chain = new OutputChain();
    chain.change({ ...PLAIN, automaticVolume: { ...PLAIN.automaticVolume, enabled: true } });
    const loudRoom = Float32Array.from({ length: 480 }, (_, i) => 0.5 * Math.sin(i));
    for (let i = 0; i < 1500; i++) chain.hear(loudRoom, 480, false);
    assert.equal(chain.automaticDb, 12);
    chain.begin(false);
    near(passed(chain, sound), times(factorOf(12), sound));
    chain.change({ ...PLAIN, automaticVolume: { ...PLAIN.automaticVolume, enabled: true }, capDb: 3 });
    chain.begin(false);
    near(passed(chain, sound), times(factorOf(3), sound));
  });
});
