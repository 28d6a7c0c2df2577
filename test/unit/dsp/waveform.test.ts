import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { Waveform } from '../../../src/dsp/waveform.ts';

function waveformOf(samples: Float32Array): number[] {
  const waveform = new Waveform();
  for (let at = 0; at < samples.length; at += 999) waveform.add(samples.subarray(at, at + 999));
  return waveform.parts(200);
}

describe('Waveform', () => {
  it('has the peak of each part, for any length', () => {
    for (const frames of [200, 4321, 100_000, 1_000_003]) {
      // Each part is as loud as its number says; near its borders it is silent, because the spans are not that fine.
      const samples = Float32Array.from({ length: frames }, (_, i) => {
        const position = (i * 200) / frames;
        const inside = frames < 8192 || (position % 1 > 0.1 && position % 1 < 0.9);
        return inside ? (i % 2 === 0 ? 1 : -1) * (Math.floor(position) / 200) : 0;
      });
      const parts = waveformOf(samples);
      assert.equal(parts.length, 200);
      parts.forEach((peak, part) =>
        assert.ok(Math.abs(peak - part / 200) < 0.0051, `part ${part} of ${frames}: ${peak}`),
      );
    }
  });

  it('never says more than 1, and says 0 for nothing', () => {
    assert.ok(waveformOf(new Float32Array(1000).fill(3)).every(peak => peak === 1));
    assert.ok(waveformOf(new Float32Array(0)).every(peak => peak === 0));
  });

  it('shows a signal of fewer samples than parts', () => {
    const parts = waveformOf(Float32Array.from([0.5, 1]));
    assert.deepEqual([parts[0], parts[99], parts[100], parts[199]], [0.5, 0.5, 1, 1]);
  });
});
