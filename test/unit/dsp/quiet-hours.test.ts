import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { isQuiet, quietGainDb } from '../../../src/dsp/quiet-hours.ts';

const NIGHT = { enabled: true, from: '22:00', until: '07:00', maxGainDb: -20 };

describe('quiet hours', () => {
  it('begin and end on the minute, over midnight or within a day', () => {
    const noon = { ...NIGHT, from: '12:30', until: '14:00' };
    for (const [time, night, day] of [
      ['21:59', false, false],
      ['22:00', true, false],
      ['00:00', true, false],
      ['06:59', true, false],
      ['07:00', false, false],
      ['12:29', false, false],
      ['12:30', false, true],
      ['13:59', false, true],
      ['14:00', false, false],
    ] as const) {
      assert.equal(isQuiet(time, NIGHT), night, time);
      assert.equal(isQuiet(time, noon), day, time);
    }
  });

  it('are the whole day where they end when they begin', () => {
    const always = { ...NIGHT, from: '08:00', until: '08:00' };
    for (const time of ['00:00', '07:59', '08:00', '23:59']) assert.equal(isQuiet(time, always), true, time);
  });

  it('lower the gain to the cap, never raise it', () => {
    assert.equal(quietGainDb(0, '23:00', NIGHT), -20);
    assert.equal(quietGainDb(-30, '23:00', NIGHT), -30);
    assert.equal(quietGainDb(6, '12:00', NIGHT), 6);
  });

  it('do nothing while they are switched off', () => {
    assert.equal(quietGainDb(0, '23:00', { ...NIGHT, enabled: false }), 0);
  });
});
