import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { clipGainDb } from '../../../src/audio/clip-gain.ts';

const SAME = { enabled: true, target: -18 };

describe('clipGainDb', () => {
  it('is what the clip is short of the target', () => {
    assert.equal(clipGainDb({ lufs: -23.4, truePeakDb: -12 }, SAME), 5.4);
    assert.equal(clipGainDb({ lufs: -6.1, truePeakDb: 0.3 }, SAME), -11.9);
    assert.equal(clipGainDb({ lufs: -23.4, truePeakDb: -12 }, { ...SAME, target: -30 }), -6.6);
  });

  it('leaves the true peak at or below −1 dBTP', () => {
    assert.equal(clipGainDb({ lufs: -35, truePeakDb: -9.5 }, SAME), 8.5);
    assert.equal(clipGainDb({ lufs: -20, truePeakDb: 0.5 }, SAME), -1.5);
  });

  it('is nothing for a clip that keeps its own gain, and while it is switched off', () => {
    assert.equal(clipGainDb({ lufs: -30, truePeakDb: -20, ownGain: true }, SAME), 0);
    assert.equal(clipGainDb({ lufs: -30, truePeakDb: -20, ownGain: false }, SAME), 12);
    assert.equal(clipGainDb({ lufs: -30, truePeakDb: -20 }, { ...SAME, enabled: false }), 0);
  });

  it('is nothing for a clip that is too short or too quiet to have a loudness', () => {
    assert.equal(clipGainDb({ lufs: null, truePeakDb: -3 }, SAME), 0);
    assert.equal(clipGainDb({ lufs: null, truePeakDb: null }, SAME), 0);
  });
});
