import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';

const HELPER = new URL('../../../appliance/rootfs/usr/lib/stentor/storage', import.meta.url).pathname;

const exec = (program: string, ...args: string[]) => spawnSync(program, args, { encoding: 'utf8' });

/** A machine whose /data is on the first partition of a disk `own`; a stick `sda` with a partition is plugged in. */
describe('the storage helper', () => {
  let top = '';
  const at = (path: string) => join(top, path);

  beforeEach(() => {
    top = mkdtempSync(join(tmpdir(), 'stentor-storage-'));
    for (const folder of ['storage', 'dev', 'sys/class/block', 'sys/dev/block'])
      mkdirSync(at(folder), { recursive: true });
    const own = exec('mountpoint', '-d', '/').stdout.trim();
    for (const [disk, part] of [
      ['own', 'own1'],
      ['own', 'own2'],
      ['sda', 'sda1'],
    ] as const) {
      const place = at(`sys/devices/${disk}/${part}`);
      mkdirSync(place, { recursive: true });
      writeFileSync(join(place, 'partition'), '1\n');
      symlinkSync(place, at(`sys/class/block/${part}`));
    }
    symlinkSync(at('sys/devices/sda'), at('sys/class/block/sda'));
    symlinkSync(at('sys/devices/own/own1'), at(`sys/dev/block/${own}`));
  });
  afterEach(() => rmSync(top, { recursive: true }));

  const helper = (verb: string, name: string, data = '/') =>
    spawnSync(HELPER, [verb, name], {
      encoding: 'utf8',
      env: {
        ...process.env,
        ...{ STORAGE: at('storage'), SYS: at('sys'), DEV: at('dev'), DATA: data, OWNER: 'nobody' },
      },
    });
  const told = (name: string) =>
    Object.fromEntries(
      readFileSync(at(`storage/${name}`), 'utf8')
        .trim()
        .split('\n')
        .map(line => line.split(/=(.*)/s).slice(0, 2)),
    ) as Record<string, string>;

  it('lets in what is on another disk', () => {
    assert.equal(helper('allowed', 'sda1').status, 0);
    assert.equal(helper('allowed', 'sda').status, 0);
  });

  it('refuses every partition of the disk that the speaker lives on', () => {
    for (const name of ['own1', 'own2']) assert.notEqual(helper('allowed', name).status, 0);
    assert.notEqual(helper('mount', 'own2').status, 0);
    assert.equal(told('own2')['state'], 'failed');
    assert.match(told('own2')['reason']!, /speaker itself lives/);
  });

  it('refuses everything where it cannot tell which disk that is', () => {
    assert.notEqual(helper('allowed', 'sda1', at('storage')).status, 0);
  });

  it('refuses what is no name of a device', () => {
    for (const name of ['', '../sda1', 'sda1;id', 'SDA', 'a b']) assert.equal(helper('mount', name).status, 2);
    assert.notEqual(helper('allowed', 'sdz1').status, 0);
  });

  it('says why a medium cannot be used', () => {
    writeFileSync(at('dev/sda1'), Buffer.alloc(1 << 16));
    assert.notEqual(helper('mount', 'sda1').status, 0);
    assert.match(told('sda1')['reason']!, /no file system/);
    truncateSync(at('dev/sda1'), 8 << 20);
    exec('mkfs.ext2', '-q', '-F', at('dev/sda1'));
    assert.notEqual(helper('mount', 'sda1').status, 0);
    assert.match(told('sda1')['reason']!, /ext2 is none of/);
  });

  describe('with a medium', () => {
    let loop = '';
    before(function () {
      const image = join(mkdtempSync(join(tmpdir(), 'stentor-medium-')), 'medium');
      writeFileSync(image, '');
      truncateSync(image, 8 << 20);
      exec('mkfs.ext4', '-q', '-F', '-L', 'songs\u0007', image);
      loop = exec('losetup', '-f', '--show', image).stdout.trim();
      // What this machine's kernel or container does not let us do cannot be tested here.
      const probe = mkdtempSync(join(tmpdir(), 'stentor-probe-'));
      const mounts = loop !== '' && exec('mount', '-t', 'ext4', '-o', 'nosymfollow', loop, probe).status === 0;
      if (mounts) exec('umount', probe);
      else {
        console.log('      (skipped: no loop device can be mounted here)');
        this.skip();
      }
    });
    after(() => void exec('losetup', '-d', loop));
    beforeEach(() => symlinkSync(loop, at('dev/sda1')));
    afterEach(() => void exec('umount', '-l', at('storage/sda1.d')));

    const options = () =>
      readFileSync('/proc/mounts', 'utf8')
        .split('\n')
        .find(line => line.includes(at('storage/sda1.d'))) ?? '';

    it('mounts it so that nothing on it can be run, followed or owned by others', () => {
      assert.equal(helper('mount', 'sda1').status, 0);
      assert.deepEqual(told('sda1'), { state: 'mounted', reason: '', filesystem: 'ext4', label: 'songs' });
      for (const option of ['nosuid', 'nodev', 'noexec', 'nosymfollow']) assert.match(options(), new RegExp(option));
      const ours = statSync(at('storage/sda1.d/stentor'));
      assert.equal(ours.uid, 65534);
      assert.equal(ours.mode & 0o777, 0o700);
      assert.equal(helper('mount', 'sda1').status, 0, 'mounting it again changes nothing');
    });

    it('unmounts it, and says so', () => {
      helper('mount', 'sda1');
      assert.equal(helper('unmount', 'sda1').status, 0);
      assert.equal(told('sda1')['state'], 'unmounted');
      assert.equal(options(), '');
      assert.equal(existsSync(at('storage/sda1.d')), false);
    });

    it('does not unmount it while it is in use', () => {
      helper('mount', 'sda1');
      const user = spawnSync(
        'sh',
        ['-c', `exec 3>"$1/stentor/x"; "$2" unmount sda1`, 'sh', at('storage/sda1.d'), HELPER],
        {
          env: { ...process.env, STORAGE: at('storage'), SYS: at('sys'), DEV: at('dev'), DATA: '/', OWNER: 'nobody' },
        },
      );
      assert.notEqual(user.status, 0);
      assert.match(told('sda1')['reason']!, /in use/);
      assert.notEqual(options(), '');
    });

    it('lets go of one that was pulled out, also while it is in use', () => {
      helper('mount', 'sda1');
      unlinkSync(at('sys/class/block/sda1'));
      const user = spawnSync(
        'sh',
        ['-c', `exec 3>"$1/stentor/x"; "$2" unmount sda1`, 'sh', at('storage/sda1.d'), HELPER],
        {
          env: { ...process.env, STORAGE: at('storage'), SYS: at('sys'), DEV: at('dev'), DATA: '/', OWNER: 'nobody' },
        },
      );
      assert.equal(user.status, 0);
      assert.equal(options(), '');
      assert.equal(existsSync(at('storage/sda1')), false);
    });

    it('follows no link that somebody put on it', () => {
      helper('mount', 'sda1');
      const folder = at('storage/sda1.d');
      rmSync(join(folder, 'stentor'), { recursive: true });
      mkdirSync(at('elsewhere'));
      symlinkSync(at('elsewhere'), join(folder, 'stentor'));
      helper('unmount', 'sda1');
      assert.equal(helper('mount', 'sda1').status, 0);
      assert.equal(statSync(at('elsewhere')).uid, process.getuid!());
      unlinkSync(join(folder, 'stentor'));
    });
  });
});
