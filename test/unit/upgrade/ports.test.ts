import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'mocha';
import { unavailable } from '../../../src/core/fault.ts';
import { DEFAULT_NETWORK } from '../../../src/system/network/settings.ts';
import { firstOf, httpsPorts } from '../../../src/upgrade/health/ports.ts';

describe('where the health gate asks', () => {
  const state = mkdtempSync(join(tmpdir(), 'stentor-ports-'));
  after(() => rmSync(state, { recursive: true }));
  const keep = (text: string) => writeFileSync(join(state, 'network.json'), text);

  it('is the port that was chosen, then the usual one', async () => {
    assert.deepEqual(await httpsPorts(state, 443), [443]);
    const chosen = (httpsPort: number) =>
      JSON.stringify({ version: 2, content: { ...DEFAULT_NETWORK, web: { ...DEFAULT_NETWORK.web, httpsPort } } });
    keep(chosen(8443));
    assert.deepEqual(await httpsPorts(state, 443), [8443, 443]);
    for (const port of [0, 443]) {
      keep(chosen(port));
      assert.deepEqual(await httpsPorts(state, 443), [443]);
    }
  });

  it('is the usual one where nothing can be read', async () => {
    for (const broken of [
      '',
      '{',
      '[]',
      'null',
      '{"version":1,"content":null}',
      '{"content":{"web":{"httpsPort":-1}}}',
    ]) {
      keep(broken);
      assert.deepEqual(await httpsPorts(state, 443), [443], broken);
    }
  });

  it('is asked in turn', async () => {
    const asked: number[] = [];
    const ask = async (port: number) => {
      asked.push(port);
      if (port !== 443) throw unavailable('nobody');
      return 'well';
    };
    assert.equal(await firstOf([8443, 443], ask), 'well');
    assert.deepEqual(asked, [8443, 443]);
    await assert.rejects(firstOf([8443], ask), { kind: 'unavailable' });
  });
});
