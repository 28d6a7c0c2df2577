import { strict as assert } from 'node:assert';
import { readdir } from 'node:fs/promises';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { Fault } from '../../../src/core/fault.ts';
import { PLAIN_UPGRADE, refusalReason } from '../../../src/upgrade/index.ts';
import { refused } from '../../../src/upgrade/refusal.ts';
import { settled, UpgradeRig } from '../../support/upgrade-rig.ts';

const because = (why: string) => (error: unknown) => refusalReason(error) === why;
const ofKind = (kind: string) => (error: unknown) => error instanceof Fault && error.kind === kind;

describe('An upgrade', () => {
  let rig: UpgradeRig;

  beforeEach(async () => {
    rig = await UpgradeRig.create();
    await rig.start('1.0.0');
  });
  afterEach(() => rig.remove());

  async function upgradeTo(version: string, options = PLAIN_UPGRADE) {
    rig.updater.bundle = { ...rig.updater.bundle, version };
    await rig.upload();
    await rig.upgrades.install(options);
  }

  describe('that is uploaded', () => {
    it('is checked and shown before anything is installed', async () => {
      await rig.upload();
      const { phase, bundle, older, committed } = rig.upgrades.status();
      assert.deepEqual([phase, bundle, older, committed], ['ready', rig.updater.bundle, false, true]);
      assert.deepEqual(rig.updater.done, []);
    });

    it('is thrown away where it is refused, and nothing has changed', async () => {
      rig.updater.refusal = refused('foreign', 'it was signed by somebody else');
      await assert.rejects(rig.upload(), because('foreign'));
      assert.equal(rig.upgrades.status().phase, 'idle');
      assert.deepEqual(
        (await readdir(rig.folder)).filter(name => name.startsWith('bundle')),
        [],
      );
    });

    for (const [what, change, why, words] of [
      [
        'made for another product',
        { product: 'stentor-other' },
        'wrong-product',
        /for stentor-other; this speaker is stentor-test/,
      ],
      ['older than the oldest that is allowed', { version: '0.8.9' }, 'revoked', /0\.8\.9 is older than 0\.9\.0/],
      [
        'too far ahead',
        { version: '3.0.0', minimumFrom: '2.5.0' },
        'step',
        /only be installed from 2\.5\.0 .* this is 1\.0\.0\. Install 2\.5\.0 first/,
      ],
    ] as const) {
      it(`is refused where it is ${what}`, async () => {
        rig.updater.bundle = { ...rig.updater.bundle, ...change };
        await assert.rejects(rig.upload(), error => because(why)(error) && words.test(String(error)));
      });
    }

    it('may be as many steps ahead as its maker allows', async () => {
      rig.updater.bundle = { ...rig.updater.bundle, version: '3.0.0', minimumFrom: '1.0.0' };
      await rig.upload();
      assert.equal(rig.upgrades.status().phase, 'ready');
    });

    it('is not taken while another one is being installed', async () => {
      await rig.upload();
      let refusal: unknown;
      rig.updater.midway = () => rig.upload().catch((error: unknown) => (refusal = error));
      await rig.upgrades.install(PLAIN_UPGRADE);
      assert.ok(ofKind('busy')(refusal));
      await assert.rejects(rig.upgrades.discard(), ofKind('busy'));
    });

    it('can be discarded', async () => {
      await rig.upload();
      await rig.upgrades.discard();
      assert.equal(rig.upgrades.status().bundle, undefined);
      await assert.rejects(rig.upgrades.install(PLAIN_UPGRADE), ofKind('conflict'));
    });
  });

  describe('that is installed', () => {
    it('goes to the other slot, tells how far it is and restarts', async () => {
      const steps: unknown[] = [];
      rig.upgrades.onChange(() => steps.push(rig.upgrades.status().progress?.percent));
      assert.equal(rig.busy, false);
      await upgradeTo('1.1.0');
      assert.equal(rig.busy, true, 'and the control button does nothing meanwhile');
      assert.ok(steps.includes(40));
      assert.deepEqual(rig.updater.done, ['install B', 'activate B']);
      assert.equal(rig.restarts, 0, 'not before the answer is on its way');
      await rig.clock.advance(500);
      assert.equal(rig.restarts, 1);
      assert.deepEqual(rig.told, ['idle', 'installing 1.1.0', 'restarting 1.1.0']);
    });

    it('is on trial until the health gate has found it healthy', async () => {
      await upgradeTo('1.1.0');
      await rig.restart('1.1.0');
      assert.deepEqual(
        Object.entries(rig.upgrades.status()).filter(([name]) =>
          ['committed', 'commits', 'previous', 'rollbackInS'].includes(name),
        ),
        [
          ['previous', '1.0.0'],
          ['committed', false],
          ['commits', true],
          ['rollbackInS', 600],
        ],
      );
      await rig.clock.advance(60_000);
      assert.equal(rig.upgrades.status().committed, false);
      await rig.files.markHealthy('1.1.0');
      await rig.clock.advance(2000);
      await rig.clock.advance(0);
      await settled(() => rig.upgrades.status().committed);
      assert.equal(rig.upgrades.status().rollbackInS, undefined);
      assert.deepEqual(rig.told.slice(-2), ['trial 1.1.0', 'idle']);
      assert.equal(rig.upgrades.status().previous, '1.0.0', 'and one can still go back');
    });

    it('is not taken for healthy because an earlier version was', async () => {
      await rig.files.markHealthy('1.0.0');
      await upgradeTo('1.1.0');
      await rig.restart('1.1.0');
      await rig.clock.advance(10_000);
      assert.equal(rig.upgrades.status().committed, false);
    });

    it('is undone after ten minutes where nobody found it healthy', async () => {
      await upgradeTo('1.1.0');
      await rig.restart('1.1.0');
      await rig.clock.advance(600_000);
      await settled(() => rig.upgrades.status().failure !== undefined);
      await rig.clock.advance(500);
      await rig.restart('1.0.0');
      const { failure, previous } = rig.upgrades.status();
      assert.match(failure?.reason ?? '', /not committed within 10 minutes/);
      assert.equal(previous, undefined);
      assert.ok(rig.lit);
    });

    it('leaves nothing behind where it fails, not even what was in the other slot', async () => {
      await upgradeTo('1.1.0');
      await rig.restart('1.1.0');
      await rig.upgrades.commit();
      rig.updater.failure = new Fault('failed', 'the disk is broken');
      await assert.rejects(upgradeTo('1.2.0'), ofKind('failed'));
      const { phase, problem, committed, previous } = rig.upgrades.status();
      assert.deepEqual([phase, problem, committed, previous], ['idle', 'the disk is broken', true, undefined]);
      assert.equal(rig.lit, false);
    });

    it('waits for the one before to be committed', async () => {
      await upgradeTo('1.1.0');
      await rig.restart('1.1.0');
      await assert.rejects(upgradeTo('1.2.0'), because('uncommitted'));
    });

    it('goes to an older version only together with a factory default', async () => {
      rig.updater.bundle = { ...rig.updater.bundle, version: '0.9.5' };
      await rig.upload();
      assert.equal(rig.upgrades.status().older, true);
      await assert.rejects(rig.upgrades.install(PLAIN_UPGRADE), because('older'));
      await rig.upgrades.install({ ...PLAIN_UPGRADE, factoryDefault: 'hard' });
      assert.deepEqual(rig.resets, ['hard']);
      assert.equal((await rig.restart('0.9.5')).status().committed, true, 'and is committed when it begins to start');
    });
  });

  describe('that has to be committed by hand', () => {
    const byHand = { ...PLAIN_UPGRADE, autoRollback: 30 } as const;

    it('is undone after its time', async () => {
      await upgradeTo('1.1.0', byHand);
      await rig.restart('1.1.0');
      await rig.files.markHealthy('1.1.0');
      await rig.clock.advance(1_799_000);
      assert.deepEqual([rig.upgrades.status().rollbackInS, rig.updater.primary], [1, 'B']);
      await rig.clock.advance(1000);
      await settled(() => rig.updater.primary === 'A');
    });

    it('stays for ever once it is committed', async () => {
      await upgradeTo('1.1.0', byHand);
      await rig.restart('1.1.0');
      await rig.upgrades.commit();
      await rig.clock.advance(3_600_000);
      assert.deepEqual([rig.upgrades.status().committed, rig.updater.primary], [true, 'B']);
    });

    it('stays uncommitted, without a clock, where the clock was stopped', async () => {
      await upgradeTo('1.1.0', byHand);
      await rig.restart('1.1.0');
      await rig.upgrades.stopAuto();
      await rig.clock.advance(3_600_000);
      assert.deepEqual([rig.upgrades.status().committed, rig.updater.primary], [false, 'B']);
    });

    it('runs again after a restart in good order', async () => {
      await upgradeTo('1.1.0', byHand);
      await rig.restart('1.1.0');
      await rig.restart('1.1.0');
      assert.deepEqual([rig.upgrades.status().committed, rig.upgrades.status().rollbackInS], [false, 1800]);
    });

    it('is undone where the power is interrupted', async () => {
      await upgradeTo('1.1.0', byHand);
      await rig.restart('1.1.0');
      await rig.powerCut('1.1.0');
      assert.equal(rig.updater.primary, 'A');
      await rig.restart('1.0.0');
      assert.match(rig.upgrades.status().failure?.reason ?? '', /power was interrupted/);
    });
  });

  describe('that is undone', () => {
    it('by hand starts the version before and can be undone only once', async () => {
      await upgradeTo('1.1.0');
      await rig.restart('1.1.0');
      await rig.upgrades.commit();
      await rig.upgrades.rollback();
      await rig.clock.advance(500);
      assert.deepEqual([rig.restarts, rig.updater.primary], [1, 'A']);
      await rig.restart('1.0.0');
      const { failure, previous, committed } = rig.upgrades.status();
      assert.deepEqual([failure, previous, committed, rig.lit], [undefined, undefined, true, false]);
      await assert.rejects(rig.upgrades.rollback(), ofKind('not-found'));
    });

    it('needs a version before', async () => {
      await assert.rejects(rig.upgrades.rollback(), ofKind('not-found'));
      assert.equal(rig.upgrades.status().phase, 'idle');
    });

    it('is not possible any more once the version before was removed', async () => {
      await upgradeTo('1.1.0');
      await rig.restart('1.1.0');
      await assert.rejects(rig.upgrades.purge(), because('uncommitted'));
      await rig.upgrades.commit();
      await rig.upgrades.purge();
      assert.ok(rig.updater.bad.has('A'));
      assert.equal(rig.upgrades.status().previous, undefined);
      await assert.rejects(rig.upgrades.purge(), ofKind('conflict'));
    });
  });
});
