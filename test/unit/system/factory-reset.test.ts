import { strict as assert } from 'node:assert';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { createLog } from '../../../src/core/log.ts';
import { string } from '../../../src/core/schema.ts';
import { defineParam, JsonFile, ParamStore, STORED_PARAMS } from '../../../src/settings/index.ts';
import { applyReset, KEPT_BY_SOFT_RESET } from '../../../src/system/apply-reset.ts';
import { FactoryReset } from '../../../src/system/factory-reset.ts';

const log = createLog(() => undefined);
const rights = { schema: string(), value: '', read: 'viewer', write: 'admin' } as const;
const router = defineParam({ path: 'Network.Router', title: 'Router', kept: true, ...rights });
const tune = defineParam({ path: 'Audio.Tune', title: 'Tune', ...rights });

describe('the factory default', () => {
  let folder = '';
  const at = (name: string) => join(folder, name);
  const open = () =>
    new ParamStore({
      file: new JsonFile({ path: at('settings.json'), schema: STORED_PARAMS, empty: {}, log }),
      defs: [router, tune],
    });
  const apply = () => applyReset({ folder, spare: ['board'], log });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'stentor-reset-'));
    for (const name of ['clips', 'tls', 'board']) mkdirSync(at(name));
    for (const name of ['users.json', 'network.json', 'clips/1.wav', 'tls/self-signed.pem', 'board/asound.conf'])
      writeFileSync(at(name), 'x');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  async function lived() {
    const params = open();
    await params.load();
    await params.update({ 'Network.Router': '10.0.0.1', 'Audio.Tune': 'ding' });
    return new FactoryReset({ folder, params, log });
  }
  async function settings() {
    const params = open();
    await params.load();
    return [params.get(router), params.get(tune)];
  }

  it('changes nothing before the next start', async () => {
    await (await lived()).prepare('hard');
    assert.equal(readFileSync(at('.reset'), 'utf8'), 'hard\n');
    assert.deepEqual(await settings(), ['10.0.0.1', 'ding']);
    assert.ok(existsSync(at('users.json')));
  });

  it('hard takes everything that is the speaker’s', async () => {
    await (await lived()).prepare('hard');
    await apply();
    assert.deepEqual(readdirSync(folder), ['board']);
    assert.deepEqual(await settings(), ['', '']);
  });

  it('soft keeps network settings and the certificate', async () => {
    await (await lived()).prepare('soft');
    await apply();
    assert.deepEqual(readdirSync(folder).sort(), ['board', 'network.json', 'settings.json', 'tls']);
    assert.deepEqual(await settings(), ['10.0.0.1', '']);
  });

  it('goes on after a power cut in the middle of it', async () => {
    await (await lived()).prepare('soft');
    rmSync(at('users.json'));
    rmSync(at('settings.json'));
    await apply();
    assert.deepEqual(readdirSync(folder).sort(), ['board', 'network.json', 'settings.json', 'tls']);
    assert.deepEqual(await settings(), ['10.0.0.1', '']);
  });

  it('is done once', async () => {
    await (await lived()).prepare('hard');
    await apply();
    writeFileSync(at('users.json'), 'new');
    await apply();
    assert.ok(existsSync(at('users.json')));
  });

  it('takes the settings that the card’s start-up has left', async () => {
    await (await lived()).prepare('soft');
    for (const name of ['.reset', 'settings.json', 'settings.json.bak', 'users.json'])
      rmSync(at(name), { force: true });
    await apply();
    assert.deepEqual(await settings(), ['10.0.0.1', '']);
  });

  it('does not bring back settings that were changed since', async () => {
    await (await lived()).prepare('soft');
    rmSync(at('.reset'));
    await apply();
    assert.deepEqual(await settings(), ['10.0.0.1', 'ding']);
    assert.equal(existsSync(at('kept-settings.json')), false);
  });

  it('is not done for an order that says something else', async () => {
    await lived();
    writeFileSync(at('.reset'), '');
    await apply();
    assert.deepEqual(await settings(), ['10.0.0.1', 'ding']);
    assert.equal(existsSync(at('.reset')), false);
  });

  it('keeps the same on the card, where the start-up does it', () => {
    const list = new URL('../../../appliance/rootfs/usr/lib/stentor/kept-by-soft-reset', import.meta.url);
    const ours = readFileSync(list, 'utf8')
      .split('\n')
      .filter(line => line.startsWith('stentor/'));
    assert.deepEqual(
      ours,
      KEPT_BY_SOFT_RESET.map(name => `stentor/${name}`),
    );
  });
});
