import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import type { EqualizerCurve } from '../../../src/api/contract.ts';
import { fakeApi } from '../../support/api.ts';

describe('/api/equalizer', () => {
  it('tells the curve over ten octaves', async () => {
    const { send } = fakeApi();
    const { json } = await send('GET /api/equalizer?gains=0,0,0,0,0,12,0,0,0,-6', undefined, { role: 'viewer' });
    const { frequencies, gainsDb } = json as EqualizerCurve;
    const gainAt = (hz: number) => gainsDb[frequencies.findIndex(frequency => frequency >= hz * 0.999)] ?? NaN;
    assert.ok(Math.abs(gainAt(1008) - 12) < 0.1);
    assert.ok(Math.abs(gainAt(16_128) + 6) < 0.1);
    assert.ok(Math.abs(gainAt(63)) < 0.1);
    assert.equal(frequencies.length, gainsDb.length);
    assert.ok(Math.abs((frequencies.at(-1) ?? 0) / (frequencies[0] ?? 1) - 1024) < 0.01);
  });

  it('refuses what are not ten numbers', async () => {
    const { send } = fakeApi();
    for (const gains of [
      '',
      '1,2',
      '0,0,0,0,0,0,0,0,0,x',
      '0,0,0,0,0,0,0,0,0,',
      '0,0,0,0,0,0,0,0,0,Infinity',
      '0,'.repeat(10),
    ])
      assert.equal((await send(`GET /api/equalizer?gains=${gains}`, undefined, { role: 'viewer' })).status, 400, gains);
  });
});
