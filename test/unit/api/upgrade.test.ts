import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import type { Upgrade } from '../../../src/api/contract.ts';
import { refused } from '../../../src/upgrade/refusal.ts';
import { systemReady } from '../../../src/system/events.ts';
import { fakeApi } from '../../support/api.ts';

const admin = { role: 'admin' } as const;
const file = { fileName: 'stentor.raucb', content: 'bundle' };

describe('the page’s upgrades', () => {
  it('are for administrators', async () => {
    const { send } = fakeApi();
    for (const request of [
      'GET /api/upgrade',
      'POST /api/upgrade/install',
      'POST /api/upgrade/rollback',
      'GET /api/upgrade/log',
    ]) {
      assert.equal((await send(request, undefined, { role: 'operator' })).status, 403, request);
    }
  });

  it('go from the upload to the installation, which goes on by itself', async () => {
    const { send, upgrade } = fakeApi();
    const uploaded = await send('POST /api/upgrade/bundle', undefined, { ...admin, file });
    assert.equal((uploaded.json as Upgrade).bundle?.version, '1.3.0');
    assert.equal((await send('POST /api/upgrade/install', { factoryDefault: 'hard' }, admin)).status, 202);
    assert.deepEqual(upgrade.done, ['receive bundle', 'install hard default default']);
  });

  it('can wait for somebody to commit them', async () => {
    const { send, upgrade } = fakeApi();
    await send('POST /api/upgrade/bundle', undefined, { ...admin, file });
    await send('POST /api/upgrade/install', { rollbackMinutes: 15 }, admin);
    assert.equal(upgrade.done.at(-1), 'install none default 15');
    for (const body of [{ rollbackMinutes: 0 }, { rollbackMinutes: 1441 }, { factoryDefault: 'soft' }]) {
      assert.equal((await send('POST /api/upgrade/install', body, admin)).status, 400);
    }
  });

  it('say why a release is not taken', async () => {
    const { send, upgrade } = fakeApi();
    assert.equal((await send('POST /api/upgrade/install', {}, admin)).status, 409, 'nothing was uploaded');
    upgrade.fault = refused('damaged', 'the file is cut off');
    const { status, json } = await send('POST /api/upgrade/bundle', undefined, { ...admin, file });
    assert.deepEqual([status, json], [415, { message: 'the file is cut off', field: 'file' }]);
  });

  it('can be forgotten, committed, undone, and seen', async () => {
    const { send, upgrade } = fakeApi();
    await send('DELETE /api/upgrade/bundle', undefined, admin);
    for (const what of ['commit', 'rollback', 'purge', 'acknowledge']) {
      assert.equal((await send(`POST /api/upgrade/${what}`, undefined, admin)).status, 200);
    }
    assert.deepEqual(upgrade.done, ['discard', 'commit', 'rollback', 'purge', 'acknowledge']);
  });

  it('keep the log of the one that failed', async () => {
    const { send, request, upgrade } = fakeApi();
    assert.equal((await send('GET /api/upgrade/log', undefined, admin)).status, 404);
    upgrade.log = 'kernel: oops';
    const failure = { version: '1.3.0', reason: 'It was silent.', at: '', acknowledged: false, log: true };
    upgrade.status = { ...upgrade.status, failure };
    const { type, text, headers } = await request('GET /api/upgrade/log', admin);
    assert.deepEqual([type, text], ['text/plain', 'kernel: oops']);
    assert.match(headers['Content-Disposition'] ?? '', /attachment.*stentor-upgrade-1\.3\.0\.log/);
  });
});

describe('the health of the speaker', () => {
  it('is told over loopback, to anybody, and to nobody else', async () => {
    const { send, events } = fakeApi();
    const asked = { remote: '::ffff:127.0.0.1' };
    const expected = { ready: false, version: '1.2.3', callbacks: null, requires: { audio: true, network: false } };
    assert.deepEqual((await send('GET /api/health', undefined, asked)).json, expected);
    events.emit(systemReady, { ready: true });
    assert.deepEqual((await send('GET /api/health', undefined, { remote: '127.0.0.1' })).json, {
      ...expected,
      ready: true,
    });
    for (const remote of ['10.0.0.9', '127.0.0.1.example', 'fe80::1']) {
      assert.equal((await send('GET /api/health', undefined, { remote })).status, 404);
    }
  });
});
