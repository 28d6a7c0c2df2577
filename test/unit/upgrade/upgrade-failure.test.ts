import { strict as assert } from 'node:assert';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { PLAIN_UPGRADE } from '../../../src/upgrade/index.ts';
import { settled, UpgradeRig } from '../../support/upgrade-rig.ts';

describe('An upgrade that fails', () => {
  let rig: UpgradeRig;

  beforeEach(async () => {
    rig = await UpgradeRig.create();
    await rig.start('1.0.0');
  });
  afterEach(() => rig.remove());

  async function upgradeTo(version: string) {
    rig.updater.bundle = { ...rig.updater.bundle, version };
    await rig.upload();
    await rig.upgrades.install(PLAIN_UPGRADE);
  }

  it('is told with the reason and the log of the health gate, shown by the light and the event', async () => {
    await upgradeTo('1.1.0');
    const story = { version: '1.1.0', slot: 'B', reason: 'The sound card does not run.', at: '2026-01-01T00:00:00Z' };
    await rig.files.tell(story, 'line 1\nline 2\n');
    await rig.restart('1.0.0', 'A');
    const { failure, committed, previous } = rig.upgrades.status();
    assert.deepEqual(failure, {
      version: '1.1.0',
      reason: 'The sound card does not run.',
      at: '2026-01-01T12:00:00.000Z',
      acknowledged: false,
      log: true,
    });
    assert.deepEqual([committed, previous, rig.lit], [true, undefined, true]);
    assert.equal(await rig.upgrades.failureLog(), 'line 1\nline 2\n');
    assert.equal(rig.told.at(-1), 'failed 1.1.0');
    assert.ok(rig.updater.bad.has('B'), 'the boot loader does not try it again');
  });

  it('is told also where it never reached the program', async () => {
    await upgradeTo('1.1.0');
    await rig.restart('1.0.0', 'A');
    assert.match(rig.upgrades.status().failure?.reason ?? '', /did not get as far as the speaker’s own program/);
  });

  it('is told where its program started and nobody knows why it stopped', async () => {
    await upgradeTo('1.1.0');
    await rig.restart('1.1.0');
    await rig.powerCut('1.0.0', 'A');
    assert.match(rig.upgrades.status().failure?.reason ?? '', /started, but stopped before it was found healthy/);
  });

  it('is told where it was committed long ago', async () => {
    await upgradeTo('1.1.0');
    await rig.restart('1.1.0');
    await rig.upgrades.commit();
    await rig.powerCut('1.0.0', 'A');
    assert.match(rig.upgrades.status().failure?.reason ?? '', /ran before, but cannot be started any more/);
  });

  it('is told where the power went during the installation', async () => {
    rig.updater.midway = () => new Promise(() => undefined);
    await rig.upload();
    void rig.upgrades.install(PLAIN_UPGRADE);
    await settled(() => rig.updater.bad.has('B') && rig.upgrades.status().progress?.percent === 40);
    await rig.powerCut('1.0.0', 'A');
    const { failure, phase } = rig.upgrades.status();
    assert.match(failure?.reason ?? '', /restarted while it was being installed/);
    assert.equal(phase, 'idle');
  });

  it('goes on where the power went between the installation and its record', async () => {
    rig.updater.midway = () => new Promise(() => undefined);
    await rig.upload();
    void rig.upgrades.install(PLAIN_UPGRADE);
    await settled(() => rig.upgrades.status().progress?.percent === 40);
    await rig.updater.activate('B');
    await rig.powerCut('1.1.0');
    assert.deepEqual([rig.upgrades.status().committed, rig.told.at(-1)], [false, 'trial 1.1.0']);
  });

  it('is shown until somebody has seen it, over restarts, and its story stays to be read', async () => {
    await upgradeTo('1.1.0');
    await rig.restart('1.0.0', 'A');
    await rig.restart('1.0.0');
    assert.ok(rig.lit);
    await rig.upgrades.acknowledge();
    assert.deepEqual([rig.lit, rig.told.at(-1)], [false, 'idle']);
    await rig.restart('1.0.0');
    assert.equal(rig.lit, false);
    assert.equal(rig.upgrades.status().failure?.acknowledged, true);
  });

  it('is forgotten with the next good one', async () => {
    await upgradeTo('1.1.0');
    await rig.restart('1.0.0', 'A');
    await upgradeTo('1.2.0');
    assert.equal(rig.lit, false);
    await rig.restart('1.2.0');
    await rig.upgrades.commit();
    assert.equal(rig.upgrades.status().failure, undefined);
  });

  it('does not stop the speaker where its story cannot be read', async () => {
    await upgradeTo('1.1.0');
    await writeFile(join(rig.folder, 'failed-1.1.0.json'), '{"version":');
    await rig.restart('1.0.0', 'A');
    assert.match(rig.upgrades.status().failure?.reason ?? '', /did not get as far/);
  });
});
