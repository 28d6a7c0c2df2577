import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import type { Upgrade, VirtualBoardState } from '../../src/api/contract.ts';
import { BundleMaker, type Signer, whyNoBundles } from '../support/bundles.ts';
import { startStentor, type Stentor } from '../support/stentor.ts';

const product = 'stentor-virtual';

describe('A speaker with virtual slots', function () {
  this.timeout(180_000);
  let folder = '';
  let maker: BundleMaker;
  let ours: Signer;
  let stentor: Stentor | undefined;
  let own = '';

  before(async function () {
    const why = whyNoBundles();
    if (why !== undefined) {
      process.stdout.write(`    skipped: ${why}\n`);
      this.skip();
    }
    folder = await mkdtemp(join(tmpdir(), 'stentor-upgrades-'));
    maker = new BundleMaker(folder);
    ours = maker.signer('ours');
    stentor = await startStentor({ arguments: ['--keyring', ours.certificate] });
    await stentor.setUp();
    own = (await state()).version;
  });
  after(async () => {
    await stentor?.stop();
    if (folder !== '') await rm(folder, { recursive: true, force: true });
  });

  function speaker(): Stentor {
    assert.ok(stentor);
    return stentor;
  }
  const state = async () => (await (await speaker().fetch('/api/upgrade')).json()) as Upgrade;

  /** Asks until the answer is right; the speaker may be restarting. */
  async function when(what: string, holds: (upgrade: Upgrade) => boolean): Promise<Upgrade> {
    for (let asked = 0; asked < 300; asked++) {
      const now = await state().catch(() => undefined);
      if (now !== undefined && holds(now)) return now;
      await new Promise(resolve => setTimeout(resolve, 300));
    }
    throw new Error(
      `not within two minutes: ${what}; ${JSON.stringify(await state().catch(String))}\n${speaker().output()}`,
    );
  }

  async function upload(path: string): Promise<{ status: number; message?: string }> {
    const form = new FormData();
    form.append('file', new Blob([readFileSync(path)]), 'stentor.raucb');
    const answer = await speaker().fetch('/api/upgrade/bundle', { method: 'POST', body: form });
    return { status: answer.status, ...((await answer.json()) as { message?: string }) };
  }

  const post = (path: string, body?: object) =>
    speaker().fetch(path, { method: 'POST', ...(body && { body: JSON.stringify(body) }) });

  /** One call of firmwaremanagement.cgi; with a file an upload. */
  async function fwmgr(
    method: string,
    file?: string,
  ): Promise<{ data?: Record<string, unknown>; error?: { code: number; message: string } }> {
    const envelope = JSON.stringify({ apiVersion: '1.0', method });
    const form = new FormData();
    form.append('json', new Blob([envelope], { type: 'application/json' }));
    if (file !== undefined)
      form.append('file', new Blob([readFileSync(file)], { type: 'application/octet-stream' }), 'f.bin');
    const body = file === undefined ? envelope : form;
    const answer = await speaker().fetch('/axis-cgi/firmwaremanagement.cgi', { method: 'POST', body });
    return (await answer.json()) as Awaited<ReturnType<typeof fwmgr>>;
  }

  const bad: Readonly<Record<string, readonly [make: () => string, message: RegExp, code: number]>> = {
    'was damaged': [
      () => maker.tampered(maker.bundle('a', ours, { product })),
      /damaged, or changed after it was signed/,
      415,
    ],
    'is cut off': [() => maker.truncated(maker.bundle('b', ours, { product })), /cut off/, 415],
    'nobody signed': [() => maker.unsigned(maker.bundle('c', ours, { product })), /no signature/, 422],
    'a stranger signed': [() => maker.bundle('d', maker.signer('stranger'), { product }), /signed by somebody/, 424],
    'is for another product': [
      () => maker.bundle('e', ours, {}),
      /for stentor-test; this speaker is stentor-virtual/,
      421,
    ],
    'is too many steps ahead': [
      () => maker.bundle('f', ours, { product, version: '3.0.0', minimumFrom: '2.0.0' }),
      /Install 2\.0\.0 first/,
      409,
    ],
    'is no release at all': [() => new URL('../../package.json', import.meta.url).pathname, /no Stentor OS file/, 415],
  };
  for (const [what, [make, words, code]] of Object.entries(bad)) {
    it(`refuses a release that ${what}, in words`, async () => {
      const path = make();
      const { status, message = '' } = await upload(path);
      assert.equal(status, 415);
      assert.match(message, words);
      const { error } = await fwmgr('upgrade', path);
      assert.equal(error?.code, code);
      assert.match(error.message, words);
      assert.equal((await state()).phase, 'idle');
    });
  }

  it('upgrades, restarts, and keeps the release that is healthy together with the settings', async () => {
    await speaker().fetch('/api/settings', { method: 'PATCH', body: '{"AudioSource.A0.OutputGain":-7}' });
    assert.equal(
      (await upload(maker.bundle('good', ours, { product, version: '1.1.0', minimumFrom: own }))).status,
      200,
    );
    assert.equal((await post('/api/upgrade/install', {})).status, 202);
    const trial = await when('the new version runs', ({ version }) => version === '1.1.0');
    assert.deepEqual([trial.committed, trial.commits, trial.previous], [false, true, own]);
    await when('it is committed', ({ committed }) => committed);
    const settings = (await (await speaker().fetch('/api/settings')).json()) as { path: string; value: unknown }[];
    assert.equal(settings.find(({ path }) => path === 'AudioSource.A0.OutputGain')?.value, -7);
    const { data } = await fwmgr('status');
    assert.deepEqual(
      [data?.['activeFirmwareVersion'], data?.['inactiveFirmwareVersion'], data?.['isCommited']],
      ['1.1.0', own, true],
    );
  });

  it('goes back when it is asked to', async () => {
    assert.deepEqual((await fwmgr('rollback')).data, {});
    const { failure, previous } = await when('the old version runs', ({ version }) => version === own);
    assert.deepEqual([failure, previous], [undefined, undefined]);
    assert.equal((await fwmgr('rollback')).error?.code, 404);
  });

  it('gives up a release under which the sound card does not run, and says why', async () => {
    assert.deepEqual((await fwmgr('upgrade', maker.bundle('dumb', ours, { product, version: '1.2.0' }))).data, {
      firmwareVersion: '1.2.0',
    });
    await speaker().fetch('/api/board', { method: 'PATCH', body: '{"unplugged":true}' });
    await when('the new version runs', ({ version }) => version === '1.2.0');
    const { failure } = await when('the old version is back', ({ version }) => version === own);
    assert.equal(failure?.version, '1.2.0');
    assert.equal(failure.reason, 'The sound card is not open.');
    const board = async () => (await (await speaker().fetch('/api/board')).json()) as VirtualBoardState;
    assert.equal((await board()).led, 'red-slow-flash');
    await post('/api/upgrade/acknowledge');
    assert.notEqual((await board()).led, 'red-slow-flash');
    await speaker().fetch('/api/board', { method: 'PATCH', body: '{"unplugged":false}' });
  });

  it('says so where a release cannot even be loaded', async () => {
    assert.ok((await fwmgr('upgrade', maker.bundle('broken', ours, { product, version: '1.3.0' }))).data);
    await rm(join(speaker().state, 'board', 'B.raucb'));
    const { failure, version } = await when('the old version says why', now => now.failure?.version === '1.3.0');
    assert.equal(version, own);
    assert.match(failure?.reason ?? '', /did not get as far as the speaker’s own program/);
  });
});
