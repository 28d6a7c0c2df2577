import { strict as assert } from 'node:assert';
import { mkdtempSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { createLog } from '../../../src/core/log.ts';
import type { Off } from '../../../src/core/clock.ts';
import { LinuxSlot } from '../../../src/storage/index.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { until } from '../../support/until.ts';

describe('the slot of the appliance', () => {
  let folder = '';
  let slot: LinuxSlot;
  let off: Off;
  let clock: FakeClock;
  /** What the unit does when it is asked. */
  let unit: (verb: string, name: string) => void;

  /** Reports as the storage helper does: a new file takes the place of the old. */
  const report = (name: string, state: string, reason = '') => {
    const text = `state=${state}\nreason=${reason}\nfilesystem=vfat\nlabel=A=B\n`;
    writeFileSync(join(folder, `.${name}`), text);
    renameSync(join(folder, `.${name}`), join(folder, name));
  };
  const states = () => slot.media().map(({ name, state }) => `${name} ${state}`);
  const become = (...wanted: string[]) => until(wanted.join(), () => states().join() === wanted.join());

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'stentor-slot-'));
    clock = new FakeClock();
    unit = () => undefined;
    const host = { unit: async (verb: string, name: string) => unit(verb, name) };
    slot = new LinuxSlot({ host, clock, log: createLog(() => undefined), folder });
    report('sda1', 'checking');
    off = await slot.start();
  });
  afterEach(() => {
    off();
    rmSync(folder, { recursive: true });
  });

  it('knows what is there at the start, and what changes', async () => {
    assert.deepEqual(states(), ['sda1 checking']);
    report('sda1', 'mounted');
    await become('sda1 mounted');
    assert.deepEqual(slot.media()[0], {
      name: 'sda1',
      state: 'mounted',
      reason: '',
      filesystem: 'vfat',
      label: 'A=B',
      folder: join(folder, 'sda1.d'),
    });
    report('sdb1', 'failed', 'damaged');
    await become('sda1 mounted', 'sdb1 failed');
    unlinkSync(join(folder, 'sda1'));
    await become('sdb1 failed');
  });

  it('takes no notice of what is no report', async () => {
    writeFileSync(join(folder, 'sdc1'), 'nonsense');
    report('sda1', 'mounted');
    await become('sda1 mounted');
  });

  it('unmounts by the unit, and waits for its report', async () => {
    report('sda1', 'mounted');
    await become('sda1 mounted');
    unit = (verb, name) => {
      assert.equal(`${verb} ${name}`, 'stop stentor-storage@sda1.service');
      setTimeout(() => report('sda1', 'unmounted'), 20);
    };
    await slot.unmount('sda1');
    assert.deepEqual(states(), ['sda1 unmounted']);
    unit = verb => {
      assert.equal(verb, 'start');
      report('sda1', 'checking');
      setTimeout(() => report('sda1', 'mounted'), 20);
    };
    await slot.mount('sda1');
    assert.deepEqual(states(), ['sda1 mounted']);
  });

  it('passes on why it could not be done, however often', async () => {
    report('sda1', 'mounted');
    await become('sda1 mounted');
    unit = () => report('sda1', 'mounted', 'it is in use');
    for (let times = 0; times < 2; times++) {
      await assert.rejects(slot.unmount('sda1'), { kind: 'busy', message: /in use/ });
    }
    unit = () => report('sda1', 'failed', 'damaged');
    await assert.rejects(slot.mount('sda1'), { kind: 'failed', message: /damaged/ });
    unit = () => {
      throw new Error('Access denied');
    };
    await assert.rejects(slot.mount('sda1'), /Access denied/);
    await assert.rejects(slot.mount('sdz9'), { kind: 'not-found' });
  });

  it('is content where the medium is gone meanwhile', async () => {
    unit = () => unlinkSync(join(folder, 'sda1'));
    await slot.unmount('sda1');
    assert.deepEqual(states(), []);
  });

  it('does not wait for ever', async () => {
    const asked = assert.rejects(slot.mount('sda1'), { kind: 'busy' });
    await clock.advance(60_000);
    await asked;
    assert.equal(clock.waiting, 0);
  });

  it('is no slot where the folder is not there', async () => {
    const none = new LinuxSlot({
      host: { unit: async () => undefined },
      clock,
      log: createLog(() => undefined),
      folder: '/nowhere/at/all',
    });
    await none.start();
    assert.deepEqual(none.media(), []);
  });
});
