import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { makeBundle, manifest } from '../../../scripts/image/bundle.ts';
import { checkKeys, makeKeys } from '../../../scripts/image/keys.ts';
import { recipeOf } from '../../../scripts/image/recipe.ts';

describe('an upgrade bundle', function () {
  this.timeout(120_000);
  let folder: string;
  let bundle: string;
  const recipe = (keys: string) => ({
    ...recipeOf({ board: 'pi4', version: '9.8.7' }),
    keys,
    work: folder,
    epoch: 1_800_000_000,
  });
  const info = (file: string, authority: string) =>
    spawnSync('rauc', [`--keyring=${join(authority, 'ca.pem')}`, 'info', '--output-format=json', file], {
      encoding: 'utf8',
    });

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'stentor-bundle-'));
    for (const name of ['ours', 'theirs']) makeKeys(join(folder, name));
    for (const name of ['root.img', 'boot.img']) {
      writeFileSync(join(folder, name), name);
      truncateSync(join(folder, name), 1024 * 1024);
    }
    bundle = join(folder, 'ours.raucb');
    const parts = { root: join(folder, 'root.img'), boot: join(folder, 'boot.img') };
    makeBundle(recipe(join(folder, 'ours')), parts, { description: 'Louder', minimumFrom: '9.0.0' }, bundle);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('names board, version and what it may be installed from, and is signed', () => {
    const { status, stdout, stderr } = info(bundle, join(folder, 'ours'));
    assert.equal(status, 0, stderr);
    const told = JSON.parse(stdout) as Record<string, unknown>;
    assert.equal(told['compatible'], 'stentor-pi4');
    assert.equal(told['version'], '9.8.7');
    assert.match(
      manifest(recipe(folder), { description: '', minimumFrom: '9.0.0' }),
      /\[meta\.stentor\]\nminimum-from=9\.0\.0/,
    );
  });

  it("is refused under another's authority", () => {
    const { status, stderr } = info(bundle, join(folder, 'theirs'));
    assert.notEqual(status, 0);
    assert.match(stderr, /signature verification failed/i);
  });

  it('is refused where a byte of it was changed, or its end is missing', () => {
    const changed = join(folder, 'changed.raucb');
    copyFileSync(bundle, changed);
    const bytes = readFileSync(changed);
    bytes[2000]! ^= 1;
    writeFileSync(changed, bytes);
    assert.notEqual(info(changed, join(folder, 'ours')).status, 0);
    copyFileSync(bundle, changed);
    truncateSync(changed, bytes.length - 5000);
    assert.notEqual(info(changed, join(folder, 'ours')).status, 0);
  });

  it('can be made with keys that lie anywhere, but not without one of them', () => {
    const keys = join(folder, 'elsewhere');
    mkdirSync(keys);
    for (const name of ['ca.pem', 'sign.pem']) copyFileSync(join(folder, 'ours', name), join(keys, name));
    assert.throws(() => checkKeys(keys), /sign\.key is missing; run make keys/);
    copyFileSync(join(folder, 'ours/sign.key'), join(keys, 'sign.key'));
    checkKeys(keys);
  });

  it('makes development keys once, and no private key that others may read', () => {
    const keys = join(folder, 'ours');
    const before = readFileSync(join(keys, 'sign.pem'), 'utf8');
    makeKeys(keys);
    assert.equal(readFileSync(join(keys, 'sign.pem'), 'utf8'), before);
    assert.equal(execFileSync('stat', ['-c', '%a', keys], { encoding: 'utf8' }).trim(), '700');
  });
});
