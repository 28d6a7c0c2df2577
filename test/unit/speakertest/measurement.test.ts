import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { factorOf } from '../../../src/dsp/format.ts';
import type { Instrument } from '../../../src/speakertest/instrument.ts';
import { beginningIn, FULL_SCALE_DB, measure, stimulusSamples } from '../../../src/speakertest/measurement.ts';

const LEVEL_DB = -18;
const GAIN = factorOf(LEVEL_DB - FULL_SCALE_DB);
const stimulus = stimulusSamples();
const SOUND = { file: 'stimulus.pcm', frames: stimulus.length };

/** What was played: something that fades out, silence, then the stimulus. */
function playedFrom(at: number): Int16Array {
  const played = new Int16Array(at + stimulus.length + 72_000);
  played.fill(900, 0, 700);
  stimulus.forEach((sample, i) => (played[at + i] = Math.round(sample * GAIN)));
  return played;
}

/** An instrument that gives what it is told, one after the other. */
function instrumentOf(...takes: readonly { end: 'done' | 'stopped' | 'failed'; lost: number }[]) {
  let taken = 0;
  const played = playedFrom(3333);
  const heard = Int16Array.from(played, (_, i) => (i < 3333 ? 0 : i % 100));
  const instrument: Instrument = {
    measure: async () => ({ played, heard, ...(takes[taken++] ?? { end: 'failed', lost: 1 }) }),
    stop: () => undefined,
    record: () => () => undefined,
    urgent: () => undefined,
    problem: undefined,
    hardware: '',
    onChange: () => () => undefined,
  };
  return { instrument, taken: () => taken };
}

describe('a measurement', () => {
  it('finds where the stimulus begins in what was played, to the sample', () => {
    assert.equal(beginningIn(playedFrom(3333), GAIN), 3333);
  });

  it('knows a stimulus of which something is missing, or over which something else was played', () => {
    const hole = playedFrom(3333);
    hole.copyWithin(200_000, 200_480);
    assert.equal(beginningIn(hole, GAIN), undefined);
    const mixed = playedFrom(3333);
    for (let i = 150_000; i < 151_000; i++) mixed[i]! += 20;
    assert.equal(beginningIn(mixed, GAIN), undefined);
  });

  it('gives what the microphone heard from there on', async () => {
    const { instrument } = instrumentOf({ end: 'done', lost: 0 });
    const recording = await measure(instrument, SOUND, LEVEL_DB);
    assert.ok(recording instanceof Float32Array);
    assert.deepEqual([recording[0], recording[1]], [33 / 32_768, 34 / 32_768]);
  });

  it('is made again where samples were lost, three times at the most', async () => {
    const once = instrumentOf({ end: 'done', lost: 2 }, { end: 'done', lost: 0 });
    assert.ok((await measure(once.instrument, SOUND, LEVEL_DB)) instanceof Float32Array);
    assert.equal(once.taken(), 2);
    const never = instrumentOf();
    assert.equal(await measure(never.instrument, SOUND, LEVEL_DB), 'lost-samples');
    assert.equal(never.taken(), 3);
  });

  it('is not made again where something urgent came', async () => {
    const { instrument, taken } = instrumentOf({ end: 'stopped', lost: 1 });
    assert.equal(await measure(instrument, SOUND, LEVEL_DB), 'interrupted');
    assert.equal(taken(), 1);
  });
});
