import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { parseProfile } from '../../src/board/profile.ts';
import { boardJson, boardNames } from '../support/boards.ts';

const DEBS = '.cache/debs-arm64';
/** Debian's package with the device trees of the kernel that the image uses. */
const DEB = /^linux-base-[\d.]+\+deb13-arm64_.*\.deb$/;

function tool(program: string, args: readonly string[]): string {
  const { status, error, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  assert.equal(error, undefined, `${program} is not installed`);
  assert.equal(status, 0, `${program}: ${stderr}`);
  return stdout.trim();
}

const property = (tree: string, path: string, name: string, type = 's') =>
  tool('fdtget', ['-t', type, tree, path, name]);

/** The kept package, or one from Debian; undefined where there is no network. */
function findDeb(): string | undefined {
  const kept = existsSync(DEBS) ? readdirSync(DEBS).find(name => DEB.test(name)) : undefined;
  if (kept !== undefined) return join(DEBS, kept);
  const fetch = ['scripts/fetch-debs.sh', 'arm64', DEBS, 'linux-base-[0-9.]+\\+deb13-arm64'];
  const { status, stdout } = spawnSync('sh', fetch, { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

describe('overlays', function () {
  this.timeout(300_000);
  const folder = mkdtempSync(join(tmpdir(), 'stentor-overlays-'));
  let trees: string | undefined;

  before(function () {
    tool('npx', ['tsx', 'scripts/overlays.ts', folder]);
    const deb = findDeb();
    if (deb === undefined) {
      console.log("      skipped: Debian's device trees cannot be had (no network?)");
      this.skip();
    }
    tool('dpkg-deb', ['-x', deb, folder]);
    const [version = ''] = readdirSync(join(folder, 'usr/lib/modules'));
    trees = join(folder, 'usr/lib/modules', version, 'dtb/broadcom');
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  /** The device tree of a computer with a board's overlays over it. */
  function applied(dtb: string, overlays: readonly { name: string }[]): string {
    const output = join(folder, 'out.dtb');
    const files = overlays.map(({ name }) => join(folder, `${name}.dtbo`));
    tool('fdtoverlay', ['-i', join(trees ?? '', dtb), '-o', output, ...files]);
    return output;
  }

  for (const name of boardNames()) {
    const { computers, overlays, sound } = parseProfile(boardJson(name));
    for (const { model, dtb } of computers) {
      it(`of ${name} fit Debian's ${model}`, () => {
        const tree = applied(dtb, overlays);
        assert.equal(property(tree, '/stentor-panel', 'label'), 'stentor-panel');
        assert.equal(property(tree, '/stentor-leds/led-red', 'label'), 'stentor:red:status');
        const [, line, flags] = property(tree, '/stentor-panel/control-button', 'gpios', 'u').split(' ');
        assert.deepEqual([line, flags], ['27', '17']);
        if (sound.output.card !== 'stentorusb') {
          assert.equal(property(tree, '/stentor-sound', 'simple-audio-card,name'), 'stentor');
          const i2s = property(tree, '/__symbols__', 'i2s');
          assert.equal(property(tree, i2s, 'status'), 'okay');
          assert.equal(property(tree, i2s, 'dma-names'), 'tx rx');
        }
      });
    }
  }

  it('of a Raspberry Pi 5 hang the panel on its RP1, where the other one does not fit', () => {
    const tree = applied('bcm2712-rpi-5-b.dtb', [{ name: 'stentor-panel-rp1' }]);
    const [chip] = property(tree, '/stentor-panel/control-button', 'gpios', 'u').split(' ');
    const rp1 = property(tree, '/__symbols__', 'rp1_gpio');
    assert.equal(chip, property(tree, rp1, 'phandle', 'u'));
    assert.throws(() => applied('bcm2712-rpi-5-b.dtb', [{ name: 'stentor-panel' }]), /fdtoverlay/);
  });
});
