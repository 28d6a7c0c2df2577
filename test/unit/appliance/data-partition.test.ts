import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';

const SCRIPT = resolve(import.meta.dirname, '../../../appliance/initramfs/data.sh');
const KEPT = resolve(import.meta.dirname, '../../../appliance/rootfs/usr/lib/stentor/kept-by-soft-reset');

describe('the data partition at the start', () => {
  let root: string;
  const data = (path: string) => join(root, 'data', path);
  const put = (path: string, content: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  };
  /** The initramfs' functions; what would touch a disk is told instead of done. */
  const sh = (command: string) =>
    execFileSync(
      'sh',
      [
        '-euc',
        `root='${root}'; data=/dev/none; say() { echo "say: $*"; }; in_root() { echo "in root: $*"; }; . '${SCRIPT}'; ${command}`,
      ],
      {
        encoding: 'utf8',
      },
    );

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'stentor-data-'));
    mkdirSync(data('.'), { recursive: true });
    put('data/stentor/network.json', 'network');
    put('data/stentor/settings.json', 'settings');
    put('data/stentor/clips/0.wav', 'clip');
    put('data/stentor/tls/self-signed.pem', 'certificate');
    put('data/system/machine-id', 'machine');
    put('data/var/lib/x', 'x');
    put('data/.reset', 'soft\n');
    put('data/lost+found/1', '');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const expectSoft = () => {
    assert.equal(readFileSync(data('stentor/network.json'), 'utf8'), 'network');
    assert.equal(readFileSync(data('stentor/tls/self-signed.pem'), 'utf8'), 'certificate');
    assert.equal(readFileSync(data('system/machine-id'), 'utf8'), 'machine');
    for (const path of ['stentor/settings.json', 'stentor/clips', 'var', '.reset', '.kept'])
      assert.ok(!existsSync(data(path)), path);
  };

  it('keeps network settings and identity over a soft reset, and nothing else', () => {
    sh(`soft_reset "$root/data" '${KEPT}'`);
    expectSoft();
  });

  it('finishes a soft reset that a power cut broke off anywhere', () => {
    // Every prefix of what the reset does: the shell dies before its nth `mv`, `rm` or `sync`.
    for (let steps = 0; steps < 24; steps++) {
      rmSync(root, { recursive: true, force: true });
      mkdirSync(data('.'), { recursive: true });
      for (const [path, text] of Object.entries({
        'stentor/network.json': 'network',
        'stentor/settings.json': 'settings',
        'stentor/clips/0.wav': 'clip',
        'stentor/tls/self-signed.pem': 'certificate',
        'system/machine-id': 'machine',
        'var/lib/x': 'x',
        '.reset': 'soft',
      }))
        put(`data/${path}`, text);
      const count = `left=${steps}; tick() { left=$((left - 1)); [ $left -ge 0 ] || exit 0; }`;
      const wrap = ['mv', 'rm', 'sync'].map(name => `${name}() { tick; command ${name} "$@"; }`).join('; ');
      sh(`${count}; ${wrap}; soft_reset "$root/data" '${KEPT}'`);
      if (existsSync(data('.reset'))) sh(`soft_reset "$root/data" '${KEPT}'`);
      expectSoft();
    }
  });

  it('takes the marker out of the folder that will be emptied before it begins', () => {
    rmSync(data('.reset'));
    put('data/stentor/.reset', 'soft');
    put('usr/lib/stentor/kept-by-soft-reset', readFileSync(KEPT, 'utf8'));
    assert.match(sh('reset_by_marker'), /say: factory default, network settings stay/);
    expectSoft();
  });

  it('makes the partition anew for a hard reset', () => {
    writeFileSync(data('.reset'), 'hard');
    const told = sh(
      'umount() { echo "umount $*"; }; mount() { echo "mount $*"; }; make_data() { echo "make: $1"; }; reset_by_marker',
    );
    assert.match(told, /umount .*\nmake: hard factory default\nmount .*nosuid,nodev,noexec/);
  });

  it('deletes nothing for a marker that it does not understand, and forgets it', () => {
    writeFileSync(data('.reset'), 'perhaps');
    sh('reset_by_marker');
    assert.ok(existsSync(data('stentor/settings.json')));
    assert.ok(!existsSync(data('.reset')));
  });

  it('waits for the control button only so long, and starts where its program fails', () => {
    put('usr/lib/stentor/button-held', '');
    put('usr/lib/stentor/early-reset.mjs', '');
    const told = sh(
      `markers='${root}/run'; in_root() { echo "in root: $*"; case $* in *early*) return 124 ;; esac; }; ask_button`,
    );
    assert.match(told, /timeout -k 5 180 \/usr\/bin\/node \/usr\/lib\/stentor\/early-reset\.mjs\nsay: .*not watched/);
  });

  describe('when it is furnished', () => {
    beforeEach(() => {
      put('usr/share/factory/var/lib/systemd/one', 'factory');
      put('etc/passwd', 'root:x:0:0::/root:/bin/sh\n');
      mkdirSync(join(root, 'new-etc'));
    });
    const furnish = () => sh('furnish_data "$root/data"; furnish_etc "$root/data" "$root/new-etc"');

    it('gives a card a machine-id of its own once', () => {
      rmSync(data('system'), { recursive: true });
      furnish();
      const first = readFileSync(join(root, 'new-etc/machine-id'), 'utf8');
      assert.match(first, /^[0-9a-f]{32}\n$/);
      sh('rm -f "$root/new-etc/machine-id"; furnish_data "$root/data"; furnish_etc "$root/data" "$root/new-etc"');
      assert.equal(readFileSync(join(root, 'new-etc/machine-id'), 'utf8'), first);
    });

    it('lays what a new release brings into /var beside what is there', () => {
      furnish();
      assert.equal(readFileSync(data('var/lib/systemd/one'), 'utf8'), 'factory');
      assert.equal(readFileSync(data('var/lib/x'), 'utf8'), 'x');
    });

    it('keeps a journal on the card only while a release is on trial', () => {
      mkdirSync(data('var/log/journal'), { recursive: true });
      furnish();
      assert.ok(!existsSync(data('var/log/journal')));
      put('data/stentor/upgrade/trial', 'slot=B');
      sh('rm -f "$root/new-etc/machine-id"; furnish_data "$root/data"');
      assert.ok(existsSync(data('var/log/journal')));
    });

    it('takes over host name and time zone, but follows no link of the supervisor and no path out of the zones', () => {
      put('data/etc/hostname', 'lobby-3; rm -rf /\n');
      symlinkSync('/usr/share/zoneinfo/Europe/Oslo', data('etc/localtime'));
      furnish();
      assert.equal(readFileSync(join(root, 'new-etc/hostname'), 'utf8'), 'lobby-3rm-rf');
      assert.equal(readlinkSync(join(root, 'new-etc/localtime')), '/usr/share/zoneinfo/Europe/Oslo');
      for (const path of ['hostname', 'localtime']) rmSync(data(`etc/${path}`));
      rmSync(join(root, 'new-etc'), { recursive: true });
      mkdirSync(join(root, 'new-etc'));
      symlinkSync('/etc/shadow', data('etc/hostname'));
      symlinkSync('/usr/share/zoneinfo/../../../etc/shadow', data('etc/localtime'));
      furnish();
      assert.ok(!existsSync(join(root, 'new-etc/hostname')));
      assert.throws(() => lstatSync(join(root, 'new-etc/localtime')));
    });
  });
});
