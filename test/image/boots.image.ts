import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { Kind } from '../../scripts/image/emulator/command.ts';
import type { Machine } from '../../scripts/image/emulator/machine.ts';
import { soon } from './support/administrator.ts';
import { newSpeaker } from './support/speaker.ts';

const MINUTE = 60_000;

for (const kind of ['raspi3b', 'virt'] satisfies Kind[]) {
  describe(`the card in ${kind === 'raspi3b' ? 'an emulated Raspberry Pi 3' : "QEMU's own machine"}`, function () {
    this.timeout(30 * MINUTE);
    let speaker: ReturnType<typeof newSpeaker>;
    let machine: Machine;

    const shell = async (command: string) => {
      const { code, output } = await machine.shell(command);
      assert.equal(code, 0, `${command}: ${output}`);
      return output.trim();
    };

    before(async () => {
      speaker = newSpeaker({ kind });
      machine = speaker.machine;
      await machine.boot();
    });
    after(() => speaker.dispose());

    it('starts from slot A and answers with the page', async () => {
      const began = performance.now();
      const { status, body } = await machine.waitForHttp('/');
      const wall = ((performance.now() - began) / 1000).toFixed(0);
      console.log(`      answered after ${wall} s, ${machine.cpuSeconds.toFixed(0)} s of this machine's CPU time`);
      assert.equal(status, 200);
      assert.match(body, /<title>/);
      assert.match(machine.serial.text, /stentor: slot A, order A B, left A=2 B=3/);
      assert.match(await shell('cat /proc/cmdline'), /rauc\.slot=A/);
    });

    it('has the supervisor run unprivileged, in less than 150 MB', async () => {
      const status = await shell('cat /proc/$(systemctl show -P MainPID stentor.service)/status');
      const field = (name: string) => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(status)?.[1] ?? '';
      const megabytes = Number.parseInt(field('VmRSS'), 10) / 1000;
      console.log(`      the supervisor takes ${megabytes.toFixed(0)} MB`);
      assert.equal(field('NoNewPrivs'), '1');
      assert.notEqual(field('Uid').split(/\s+/)[0], '0');
      assert.ok(megabytes < 150, `${megabytes} MB`);
    });

    it('plays through the sound card, which it may open although its driver came after the supervisor', async () => {
      const status = () => shell('cat /proc/asound/stentor/pcm0p/sub0/status');
      await soon(status, text => text.includes('state: RUNNING'));
    });

    it('has no unit that failed', async () => {
      assert.equal(await shell('systemctl --failed --plain --no-legend'), '');
    });

    it('cannot write to its programs, nor keep what it writes to /etc', async () => {
      assert.notEqual((await machine.shell('touch /usr/lib/stentor/x')).code, 0);
      assert.match(await shell('findmnt -no FSTYPE,OPTIONS /'), /^squashfs\s+ro/);
      assert.match(await shell('findmnt -no FSTYPE /etc'), /^overlay/);
      assert.match(await shell('dmsetup status 2>/dev/null || cat /sys/block/dm-0/ro'), /verity V|1/);
    });

    it('has grown the data partition to the end of the card', async () => {
      const size = Number(await shell('df -B1M --output=size /data | tail -1'));
      assert.ok(size > 1000, `${size} MiB of a card of 2048`);
    });
  });
}
