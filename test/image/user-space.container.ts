import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { Container } from '../../scripts/image/container.ts';
import { virtualRoot } from '../../scripts/image/virtual-root.ts';

/** The status of the page, or 0 where nobody answers. */
const ask = async (url: string): Promise<number> =>
  await new Promise(resolve => {
    get(url, { rejectUnauthorized: false, agent: false, timeout: 5000 }, answer => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    })
      .on('error', () => resolve(0))
      .on('timeout', () => resolve(0));
  });

describe("the image's user space in a container", function () {
  this.timeout(30 * 60_000);
  let folder: string;
  let container: Container;

  const answers = async () => {
    const began = performance.now();
    for (const end = Date.now() + 120_000; Date.now() < end;) {
      if ((await ask(`${container.https}/`)) === 200) return (performance.now() - began) / 1000;
      await new Promise(resolve => setTimeout(resolve, 100));
    }
    throw new Error(`no answer within two minutes; its console:\n${container.output.slice(-3000)}`);
  };

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'stentor-container-'));
    container = new Container({ root: await virtualRoot(), folder });
    await container.start();
  });
  after(async () => {
    await container.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('boots to the page', async () => {
    console.log(`      answered after ${(await answers()).toFixed(1)} s`);
  });

  it('runs the supervisor without rights', () => {
    const status = container.run('cat /proc/$(systemctl show -P MainPID stentor.service)/status');
    assert.match(status, /^NoNewPrivs:\s*1$/m);
    assert.doesNotMatch(status, /^Uid:\s*0\b/m);
  });

  it('has no unit that failed', () => {
    assert.equal(container.run('systemctl --failed --plain --no-legend').trim(), '');
  });

  it('has the programs that its own programs call, and knows the oldest version that may follow', () => {
    const called =
      'busctl e2fsck evtest fw_setenv journalctl mkfs.ext4 nft partx rauc resize2fs sfdisk unsquashfs wpa_supplicant';
    assert.equal(container.run(`for name in ${called}; do command -v $name >/dev/null || echo $name; done`).trim(), '');
    assert.match(container.run('cat /usr/lib/stentor/version.json'), /"oldest":"\d/);
  });

  it('keeps its settings and its name over a restart, and nothing that was written to /etc', async () => {
    const before = container.run('cat /etc/machine-id; touch /etc/forgotten; cat /data/system/machine-id').split('\n');
    assert.equal(before[0], before[1]);
    await container.stop();
    await container.start();
    await answers();
    assert.equal(container.run('cat /etc/machine-id').trim(), before[0]);
    assert.match(container.run('ls /etc/forgotten || true'), /No such file/);
  });
});
