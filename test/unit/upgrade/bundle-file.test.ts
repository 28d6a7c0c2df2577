import { strict as assert } from 'node:assert';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { checkBundleFile } from '../../../src/upgrade/bundle-file.ts';
import { refusalReason } from '../../../src/upgrade/refusal.ts';
import { bundleBytes } from '../../support/bundle-bytes.ts';

describe('checkBundleFile', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stentor-bundle-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const check = async (bytes: Uint8Array) => {
    await writeFile(join(folder, 'b'), bytes);
    await checkBundleFile(join(folder, 'b'));
  };
  const whole = bundleBytes({ signature: 1300 });

  it('lets a signed bundle pass', () => check(whole));

  for (const [what, bytes, reason] of [
    ['an empty file', Buffer.alloc(0), 'not-a-release'],
    ['a sound file', Buffer.from('RIFF    WAVEfmt '.repeat(50)), 'not-a-release'],
    ['a few bytes of a bundle', whole.subarray(0, 60), 'not-a-release'],
    ['half a bundle', whole.subarray(0, 4000), 'damaged'],
    ['a bundle without the end of its signature', whole.subarray(0, whole.length - 500), 'damaged'],
    [
      'a bundle whose length of the signature is wrong',
      bundleBytes({ signature: 1300 }).fill(0xff, whole.length - 8),
      'damaged',
    ],
    ['an image that nobody signed', bundleBytes(), 'unsigned'],
    ['an image that nobody signed, without its padding', bundleBytes({ image: 5000 }), 'unsigned'],
  ] as const) {
    it(`refuses ${what}`, () => assert.rejects(check(bytes), error => refusalReason(error) === reason));
  }
});
