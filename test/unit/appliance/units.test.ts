import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'mocha';

const ROOTFS = new URL('../../../appliance/rootfs/', import.meta.url).pathname;
const UNITS = join(ROOTFS, 'usr/lib/systemd/system');
const services = readdirSync(UNITS).filter(name => /^stentor.*\.service$/.test(name));

/** The highest exposure that `systemd-analyze security` may find, and why where it is more than 3. */
const MOST: Readonly<Record<string, number>> = {
  // Others must see what it mounts, so that it can have no file system of its own.
  'stentor-storage@.service': 4,
};

function analyze(...args: string[]): { status: number | null; text: string } {
  const { status, stdout, stderr } = spawnSync('systemd-analyze', args, { encoding: 'utf8' });
  return { status, text: stdout + stderr };
}

describe('the units of the appliance', () => {
  const root = mkdtempSync(join(tmpdir(), 'stentor-root-'));
  after(() => rmSync(root, { recursive: true }));

  before(function () {
    if (spawnSync('systemd-analyze', ['--version']).status !== 0) {
      console.log('      (skipped: there is no systemd-analyze here)');
      this.skip();
    }
    // The card's root as far as units look at it: ours, systemd's own units, and the programs that they start.
    cpSync(ROOTFS, root, { recursive: true });
    const own = ['/usr/lib/systemd/system', '/lib/systemd/system'].find(path => readdirSync(path).length > 0)!;
    cpSync(own, join(root, 'usr/lib/systemd/system'), { recursive: true, force: false, dereference: false });
    for (const [link, target] of [
      ['lib', 'usr/lib'],
      ['bin', 'usr/bin'],
    ] as const)
      symlinkSync(target, join(root, link));
    for (const name of services) {
      for (const program of programsOf(readFileSync(join(UNITS, name), 'utf8'))) {
        if (program.startsWith('/usr/lib/stentor/')) continue; // ours: it has to be there
        mkdirSync(dirname(join(root, program)), { recursive: true });
        writeFileSync(join(root, program), '');
        chmodSync(join(root, program), 0o755);
      }
    }
  });

  for (const name of services) {
    it(`${name} is understood by systemd`, () => {
      const instance = name.replace('probe@.', 'probe@192.0.2.1-1.').replace('@.', '@sda1.');
      const { status, text } = analyze('verify', `--root=${root}`, '--man=no', '--recursive-errors=no', instance);
      assert.deepEqual({ status, text }, { status: 0, text: '' });
    });

    it(`${name} may do little`, () => {
      const file = join(UNITS, name);
      const { status, text } = analyze('security', '--offline=yes', `--threshold=${(MOST[name] ?? 3) * 10}`, file);
      assert.equal(status, 0, text);
    });
  }

  it('a mistake in a unit would be found', () => {
    const file = join(root, 'usr/lib/systemd/system/stentor.service');
    writeFileSync(file, readFileSync(file, 'utf8').replace('Restart=always', 'Restart=allways'));
    assert.notEqual(analyze('verify', `--root=${root}`, '--man=no', 'stentor.service').text, '');
  });

  it('may open devices whose groups are known when they start: the others stay closed to them for ever', () => {
    // Built into the kernel, or what has to be loaded early.
    const drivers: Readonly<Record<string, string | undefined>> = {
      input: undefined,
      gpiochip: undefined,
      alsa: 'snd',
    };
    const early = readFileSync(join(ROOTFS, 'usr/lib/modules-load.d/stentor.conf'), 'utf8').split('\n');
    const groups = services.flatMap(name =>
      [...readFileSync(join(UNITS, name), 'utf8').matchAll(/^DeviceAllow=char-(\S+)/gm)].map(([, group]) => group!),
    );
    assert.ok(groups.includes('alsa'));
    for (const group of groups) {
      assert.ok(group in drivers, `nobody knows which driver has ${group}`);
      const driver = drivers[group];
      assert.ok(driver === undefined || early.includes(driver), `${driver} is loaded early`);
    }
  });

  it('are run by a user that is made, in groups that are', () => {
    const users = readFileSync(join(ROOTFS, 'usr/lib/sysusers.d/stentor.conf'), 'utf8');
    const unit = readFileSync(join(UNITS, 'stentor.service'), 'utf8');
    assert.match(users, /^u stentor /m);
    for (const group of /^SupplementaryGroups=(.*)$/m.exec(unit)![1]!.split(' ')) {
      assert.match(users, new RegExp(`^m stentor ${group}$`, 'm'));
    }
  });
});

const programsOf = (unit: string) => [...unit.matchAll(/^Exec\w+=[-+!@:]*(\/\S+)/gm)].map(([, program]) => program!);
