import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { Fault } from '../../../src/core/fault.ts';
import { refused } from '../../../src/upgrade/refusal.ts';
import type { Asked } from '../../support/exchange.ts';
import { fakeVapix } from '../../support/vapix.ts';

const admin = { role: 'admin' } as const;
type Vapix = ReturnType<typeof fakeVapix>;

const CGI = 'POST /axis-cgi/firmwaremanagement.cgi';

async function post({ ask }: Vapix, envelope: object, asked: Asked = admin) {
  const { status, text } = await ask(CGI, { ...asked, body: JSON.stringify({ apiVersion: '1.0', ...envelope }) });
  assert.equal(status, 200);
  return JSON.parse(text) as { method?: string; data?: unknown; error?: { code: number; message: string } };
}

/** An upload as clients send it: the JSON in the first part. */
async function upgrade({ ask }: Vapix, params?: object, envelope: object = { method: 'upgrade' }) {
  const json = JSON.stringify({ apiVersion: '1.0', context: 'abc', ...envelope, ...(params && { params }) });
  const { status, text } = await ask(CGI, {
    ...admin,
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
    file: { fileName: 'stentor.raucb', content: 'bundle', fields: { json } },
  });
  assert.equal(status, 200);
  return JSON.parse(text) as { context?: string; data?: unknown; error?: { code: number; message: string } };
}

describe('firmwaremanagement.cgi', () => {
  it('is for administrators', async () => {
    const vapix = fakeVapix();
    for (const asked of [{}, { role: 'operator' }] as const) {
      assert.equal((await vapix.ask(CGI, { ...asked, body: '{"method":"status"}' })).status, 401);
    }
  });

  it('tells the version that runs, and no more where there is no other', async () => {
    assert.deepEqual(await post(fakeVapix(), { method: 'status', context: 'x' }), {
      apiVersion: '1.0',
      context: 'x',
      method: 'status',
      data: { activeFirmwareVersion: '1.2.3', activeFirmwarePart: '1.2.3' },
    });
  });

  it('tells the other version, and how long it may still be gone back to by itself', async () => {
    const vapix = fakeVapix();
    vapix.upgrade.status = {
      ...vapix.upgrade.status,
      previous: '1.1.0',
      committed: false,
      commits: true,
      rollbackInS: 48,
      lastUpgradeAt: '2026-01-01T12:00:00.000Z',
    };
    assert.deepEqual((await post(vapix, { method: 'status' })).data, {
      activeFirmwareVersion: '1.2.3',
      activeFirmwarePart: '1.2.3',
      inactiveFirmwareVersion: '1.1.0',
      isCommited: false,
      pendingCommit: 'started',
      timeToRollback: 48,
      lastUpgradeAt: '2026-01-01T12:00:00.000Z',
    });
  });

  it('upgrades with the file in the second part and answers the new version', async () => {
    const vapix = fakeVapix();
    assert.deepEqual(await upgrade(vapix), {
      apiVersion: '1.0',
      context: 'abc',
      method: 'upgrade',
      data: { firmwareVersion: '1.3.0' },
    });
    assert.deepEqual(vapix.upgrade.done, ['receive bundle', 'install none default default']);
  });

  it('takes the options, minutes as text or number', async () => {
    const vapix = fakeVapix();
    await upgrade(vapix, { factoryDefaultMode: 'hard', autoCommit: 'started', autoRollback: '30' });
    await upgrade(vapix, { autoCommit: 'never', autoRollback: 5 });
    await upgrade(vapix, { autoRollback: 'never' });
    assert.deepEqual(
      vapix.upgrade.done.filter(each => each.startsWith('install')),
      ['install hard started 30', 'install none never 5', 'install none default never'],
    );
  });

  for (const params of [
    { factoryDefaultMode: 'softly' },
    { autoCommit: 'soon' },
    { autoRollback: '0' },
    { autoRollback: '1.5' },
  ]) {
    it(`refuses ${JSON.stringify(params)} before it takes the file`, async () => {
      const vapix = fakeVapix();
      assert.equal((await upgrade(vapix, params)).error?.code, 400);
      assert.deepEqual(vapix.upgrade.done, []);
    });
  }

  const refusals = {
    'not-a-release': [415, 'Upgrade failed due to invalid image: why'],
    damaged: [415, 'Upgrade failed due to invalid image: why'],
    unsigned: [422, 'Upgrade failed due to image missing a mandatory digital signature: why'],
    foreign: [424, 'Upgrade failed due to image referencing an unknown custom firmware certificate: why'],
    'wrong-product': [421, 'Upgrade failed due to image not matching device: why'],
    older: [409, 'Upgrade without factory default not allowed to an older firmware version: why'],
    step: [409, 'Upgrade not allowed from this firmware version: why'],
    revoked: [410, 'Upgrade failed due to firmware version revoked: why'],
    uncommitted: [412, 'Active firmware is uncommitted: why'],
  } as const;
  for (const [reason, [code, message]] of Object.entries(refusals)) {
    it(`answers ${code} where the release is refused as ${reason}`, async () => {
      const vapix = fakeVapix();
      vapix.upgrade.fault = refused(reason as keyof typeof refusals, 'why');
      assert.deepEqual((await upgrade(vapix)).error, { code, message });
    });
  }

  it('answers 423 while something else is going on, 500 where something broke', async () => {
    const vapix = fakeVapix();
    vapix.upgrade.fault = new Fault('busy', 'wait');
    assert.equal((await upgrade(vapix)).error?.code, 423);
    vapix.upgrade.fault = new Fault('unavailable', 'gone');
    assert.equal((await upgrade(vapix)).error?.code, 500);
    assert.equal((await post(vapix, { method: 'rollback' })).error?.code, 500);
  });

  it('answers 400 to an upload without JSON or without a file', async () => {
    const vapix = fakeVapix();
    const multipart = { ...admin, headers: { 'content-type': 'multipart/form-data; boundary=x' } };
    const without = await vapix.ask(CGI, { ...multipart, file: { fileName: 'f', content: 'b' } });
    assert.equal((JSON.parse(without.text) as { error: { code: number } }).error.code, 400);
    const empty = await vapix.ask(CGI, multipart);
    assert.equal((JSON.parse(empty.text) as { error: { code: number } }).error.code, 400);
    assert.equal((await post(vapix, { method: 'upgrade' })).error?.code, 400);
    assert.deepEqual(vapix.upgrade.done, []);
  });

  it('commits, goes back, removes the other version, stops the clock and restarts', async () => {
    const vapix = fakeVapix();
    vapix.upgrade.status = { ...vapix.upgrade.status, previous: '1.1.0' };
    assert.deepEqual((await post(vapix, { method: 'commit' })).data, { firmwareVersion: '1.2.3' });
    for (const method of ['rollback', 'purge', 'stopAuto', 'reboot']) {
      assert.deepEqual((await post(vapix, { method })).data, {}, method);
    }
    assert.deepEqual(vapix.upgrade.done, ['commit', 'rollback', 'purge', 'stopAuto', 'reboot']);
  });

  it('answers 404 where there is nothing to go back to, and 412 where what runs is not committed', async () => {
    const vapix = fakeVapix();
    assert.deepEqual((await post(vapix, { method: 'purge' })).data, {}, 'nothing to remove is no error');
    vapix.upgrade.fault = new Fault('not-found', 'none');
    assert.deepEqual((await post(vapix, { method: 'rollback' })).error, {
      code: 404,
      message: 'No old firmware exists to rollback to',
    });
    vapix.upgrade.fault = refused('uncommitted', 'commit it first');
    vapix.upgrade.status = { ...vapix.upgrade.status, committed: false };
    assert.equal((await post(vapix, { method: 'purge' })).error?.code, 412);
  });

  it('returns to the factory default, all but the network settings unless told', async () => {
    const vapix = fakeVapix();
    assert.deepEqual((await post(vapix, { method: 'factoryDefault' })).data, {});
    await post(vapix, { method: 'factoryDefault', params: { factoryDefaultMode: 'hard' } });
    assert.deepEqual(
      [vapix.resets, vapix.upgrade.done],
      [
        ['soft', 'hard'],
        ['reboot', 'reboot'],
      ],
    );
    assert.equal(
      (await post(vapix, { method: 'factoryDefault', params: { factoryDefaultMode: 'sot' } })).error?.code,
      400,
    );
  });

  it('answers 405 to an unknown method, 417 to an unknown version, and tells its own', async () => {
    const vapix = fakeVapix();
    assert.equal((await post(vapix, { method: 'getProperties' })).error?.code, 405);
    assert.equal((await post(vapix, { method: 'status', apiVersion: '2.0' })).error?.code, 417);
    assert.deepEqual((await post(vapix, { method: 'getSupportedVersions' })).data, { apiVersions: ['1.5'] });
    const { text } = await vapix.ask('POST /axis-cgi/apidiscovery.cgi', {
      body: '{"method":"getApiList","apiVersion":"1.0"}',
    });
    assert.match(text, /"id":"fwmgr","version":"1.5"/);
  });
});

describe('firmwareupgrade.cgi', () => {
  const file = { fileName: 'stentor.raucb', content: 'bundle' };

  it('installs the file and keeps the settings, or begins with factory defaults', async () => {
    const vapix = fakeVapix();
    const { status, type, text } = await vapix.ask('POST /axis-cgi/firmwareupgrade.cgi?type=normal', {
      ...admin,
      file,
    });
    assert.deepEqual([status, type.split(';')[0]], [200, 'text/html']);
    assert.match(text, /upgrade to 1\.3\.0 is done/);
    await vapix.ask('POST /axis-cgi/firmwareupgrade.cgi?type=factorydefault', { ...admin, file });
    assert.deepEqual(
      vapix.upgrade.done.filter(each => each.startsWith('install')),
      ['install none default default', 'install hard default default'],
    );
  });

  it('says why a file was not installed', async () => {
    const vapix = fakeVapix();
    vapix.upgrade.fault = refused('wrong-product', 'it is for <another> speaker');
    const { text } = await vapix.ask('POST /axis-cgi/firmwareupgrade.cgi', { ...admin, file });
    assert.match(text, /Error: .*it is for &lt;another&gt; speaker/);
    assert.match(
      (await vapix.ask('POST /axis-cgi/firmwareupgrade.cgi?type=x', { ...admin, file })).text,
      /type must be/,
    );
    assert.equal((await vapix.ask('POST /axis-cgi/firmwareupgrade.cgi', { role: 'viewer', file })).status, 401);
  });
});
