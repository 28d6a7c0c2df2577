import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, it } from 'mocha';

const ROOT = resolve(import.meta.dirname, '../../..');

/** Every shell script of the image and of the build, by its first line. */
function scripts(): readonly string[] {
  return ['appliance/initramfs', 'appliance/rootfs', 'scripts', '.ci']
    .flatMap(folder =>
      readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
        .filter(entry => entry.isFile())
        .map(entry => join(entry.parentPath, entry.name)),
    )
    .filter(file => /^#!.*\b(ba)?sh\b/.test(readFileSync(file, 'utf8').slice(0, 40)));
}

describe('shell scripts', function () {
  this.timeout(60_000);

  it('hold nothing that shellcheck complains about', () => {
    const files = scripts();
    assert.ok(files.length >= 5, 'where are they?');
    const { status, stdout, error } = spawnSync('shellcheck', ['-x', '-S', 'style', '-P', ROOT, ...files], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    assert.equal(error, undefined);
    assert.equal(status, 0, stdout);
  });
});
