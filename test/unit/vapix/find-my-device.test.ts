import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import type { Asked } from '../../support/exchange.ts';
import { fakeVapix } from '../../support/vapix.ts';

const PATH = '/axis-cgi/findmydevice.cgi';

describe('findmydevice.cgi', () => {
  const start = () => {
    const vapix = fakeVapix();
    const call = async (method: string, params?: object, asked: Asked = {}) => {
      const body = JSON.stringify({ apiVersion: '1.0', method, ...(params && { params }) });
      return JSON.parse((await vapix.ask(`POST ${PATH}`, { role: 'admin', ...asked, body })).text) as {
        data?: object;
        error?: { code: number };
      };
    };
    return { vapix, call, found: vapix.found };
  };

  it('flashes and rings for a minute, as long as asked, and until it is told to stop', async () => {
    const { call, found } = start();
    assert.deepEqual((await call('find')).data, {});
    await call('find', { duration: 3600 });
    await call('stop');
    assert.deepEqual(found, [
      [60, true],
      [3600, true],
      [0, false],
    ]);
  });

  it('refuses what is wrong, and who is no administrator', async () => {
    const { vapix, call, found } = start();
    assert.equal((await call('find', { duration: 0 })).error?.code, 2104);
    assert.equal((await call('find', { duration: 3601 })).error?.code, 2104);
    assert.equal((await call('find', {}, { role: 'operator' })).error?.code, 2105);
    assert.equal((await call('blink')).error?.code, 2102);
    const { text } = await vapix.ask(`GET ${PATH}`);
    assert.equal((JSON.parse(text) as { error: { code: number } }).error.code, 2200);
    assert.deepEqual(found, []);
  });
});
