import { strict as assert } from 'node:assert';
import { beforeEach, describe, it } from 'mocha';
import { followShape } from '../../../src/audio/follow-shape.ts';
import { LOUDNESS_PARAMS } from '../../../src/audio/loudness-params.ts';
import { SHAPING_PARAMS } from '../../../src/audio/shaping-params.ts';
import { biquadDb } from '../../../src/dsp/peaking.ts';
import type { SoundShape } from '../../../src/engine/contract.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { fakeSettings } from '../../support/settings.ts';

describe('followShape', () => {
  let told: SoundShape[];
  let clock: FakeClock;
  let params: ReturnType<typeof fakeSettings>['params'];
  let off: () => unknown;

  beforeEach(() => {
    told = [];
    // 21:59:30 wherever the test runs.
    clock = new FakeClock(new Date(2026, 2, 1, 21, 59, 30).toISOString());
    params = fakeSettings({ clock, more: [...SHAPING_PARAMS, ...LOUDNESS_PARAMS] }).params;
    off = followShape({ params, clock, tell: shape => told.push(shape) });
  });

  const last = () => told.at(-1) ?? assert.fail();

  it('begins with what is set: everything as it is', () => {
    assert.equal(told.length, 1);
    assert.equal(last().capDb, null);
    assert.equal(last().delayMs, 0);
    assert.ok(last().outputFilters.every(filter => Math.abs(biquadDb(filter, 1000)) < 1e-9));
    assert.deepEqual(last().leveller, { enabled: true, target: -18, maxGain: 12, slew: 3 });
  });

  it('tells what was changed, and only then', async () => {
    await params.update({ 'Stentor.Audio.OutputEqualizer.Hz1000': 6 });
    assert.equal(biquadDb(last().outputFilters[5] ?? assert.fail(), 1000), 0, 'it is off');
    await params.update({ 'Stentor.Audio.OutputEqualizer.Enabled': true });
    assert.ok(biquadDb(last().outputFilters[5] ?? assert.fail(), 1000) > 5);
    assert.equal(biquadDb(last().inputFilters[5] ?? assert.fail(), 1000), 0);
    await params.update({ 'Stentor.Audio.OutputDelay': 340 });
    assert.equal(last().delayMs, 340);
    const before = told.length;
    await params.update({ 'Stentor.Audio.Latency': 'Low' });
    assert.equal(told.length, before);
    off();
    await params.update({ 'Stentor.Audio.OutputDelay': 0 });
    assert.equal(told.length, before);
  });

  it('caps the output gain when the quiet hours begin, and lets go when they end', async () => {
    await params.update({ 'Stentor.Audio.QuietHours.Enabled': true, 'Stentor.Audio.QuietHours.MaxGain': -25 });
    assert.equal(last().capDb, null);
    await clock.advance(31_000);
    assert.equal(last().capDb, -25);
    await params.update({ 'AudioSource.A0.OutputGain': -30 });
    assert.equal(last().capDb, 5, 'the gain is below the cap already');
    const before = told.length;
    await clock.advance(3_600_000);
    assert.equal(told.length, before);
    await clock.advance(9 * 3_600_000);
    assert.equal(last().capDb, null);
  });

  it('refuses what is no time of day', async () => {
    for (const time of ['24:00', '7:00', '12:60', 'noon'])
      await assert.rejects(params.update({ 'Stentor.Audio.QuietHours.From': time }), { kind: 'invalid' }, time);
  });
});
