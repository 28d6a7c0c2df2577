import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { after, beforeEach, describe, it } from 'mocha';
import { skipFor } from '../../support/sip-peers.ts';

const HELPER = new URL('../../../appliance/rootfs/usr/lib/stentor/ssh-accounts', import.meta.url).pathname;
const HASH = `$6$abcdefgh12345678$${'x'.repeat(86)}`;
const PASSWD = 'root:x:0:0:root:/root:/bin/bash\nstentor:x:990:990::/data:/usr/sbin/nologin\n';
const SHADOW = 'root:*:20000:0:99999:7:::\nstentor:!:20000::::::\n';

/** On an /etc that nobody else sees. */
const canTry = () => (spawnSync('unshare', ['--mount', 'true']).status === 0 ? undefined : 'no mount namespaces here');

describe('the accounts for SSH', () => {
  const folder = mkdtempSync(`${tmpdir()}/stentor-accounts-`);
  const etc = (name: string) => readFileSync(`${folder}/etc/${name}`, 'utf8');
  after(() => rmSync(folder, { recursive: true }));

  beforeEach(function () {
    skipFor(this, canTry());
    rmSync(folder, { recursive: true });
    mkdirSync(`${folder}/etc`, { recursive: true });
    mkdirSync(`${folder}/run`);
    cpSync('/etc/ld.so.cache', `${folder}/etc/ld.so.cache`);
    writeFileSync(`${folder}/etc/passwd`, PASSWD);
    writeFileSync(`${folder}/etc/shadow`, SHADOW, { mode: 0o640 });
    writeFileSync(`${folder}/etc/group`, 'root:x:0:\nshadow:x:42:\nstentor-ssh:x:977:\n');
  });

  const make = (list: string) => {
    writeFileSync(`${folder}/run/ssh-accounts`, list);
    const script = [
      'set -e',
      'mount --make-rprivate /',
      'mkdir -p /run/stentor',
      `mount --bind ${folder}/run /run/stentor`,
      `mount --bind ${folder}/etc /etc`,
      HELPER,
    ];
    return spawnSync('unshare', ['--mount', 'sh', '-c', script.join('\n')], { encoding: 'utf8' });
  };

  it('are those of the list, beside what was there', () => {
    assert.equal(make(`eva:${HASH}\nmax:${HASH}\n`).stderr, '');
    assert.equal(
      etc('passwd'),
      `${PASSWD}eva:x:50001:977:SSH account:/:/bin/bash\nmax:x:50002:977:SSH account:/:/bin/bash\n`,
    );
    assert.equal(etc('shadow'), `${SHADOW}eva:${HASH}::0:99999:7:::\nmax:${HASH}::0:99999:7:::\n`);
    assert.equal(make(`max:${HASH}\n`).status, 0);
    assert.equal(etc('passwd'), `${PASSWD}max:x:50001:977:SSH account:/:/bin/bash\n`);
    assert.equal(make('').status, 0);
    assert.equal(etc('passwd') + etc('shadow'), PASSWD + SHADOW);
  });

  for (const [what, line] of [
    ['an account of the system', `root:${HASH}`],
    ['another user number', `eva:x:0:0:${HASH}`],
    ['no password', 'eva:'],
    ['a hash that is none', 'eva:$6$salt$short'],
    ['an option of sed', `-i:${HASH}`],
    ['a pattern', `.*:${HASH}`],
    ['a capital letter', `Eva:${HASH}`],
    ['a letter with an accent', `éva:${HASH}`],
  ] as const) {
    it(`refuse ${what}, and stay as they are`, () => {
      const { status, stderr } = make(`joe:${HASH}\n${line}\n`);
      assert.equal(status, 1);
      assert.match(stderr, /line 2 of the list is no account|is an account already/);
      assert.equal(etc('passwd') + etc('shadow'), PASSWD + SHADOW);
    });
  }

  it('are twenty at the most, each once', () => {
    const many = Array.from({ length: 21 }, (_, i) => `user${i}:${HASH}\n`);
    assert.match(make(many.join('')).stderr, /more than 20/);
    assert.equal(make(many.slice(1).join('')).status, 0);
    assert.match(make(`eva:${HASH}\neva:${HASH}\n`).stderr, /eva is an account already/);
  });
});
