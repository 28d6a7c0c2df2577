import { strict as assert } from 'node:assert';
import { copyFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { systemClock } from '../../src/core/clock.ts';
import { createBusctl } from '../../src/linux/index.ts';
import { RaucUpdater, refusalReason } from '../../src/upgrade/index.ts';
import { BundleMaker, type Signer, whyNoBundles } from '../support/bundles.ts';
import { RaucMachine } from '../support/rauc-machine.ts';

describe('Updates by the real RAUC', function () {
  this.timeout(120_000);
  let folder = '';
  let maker: BundleMaker;
  let ours: Signer;
  let good: string;
  let machine: RaucMachine | undefined;
  let updater: RaucUpdater;
  const busBefore = process.env['DBUS_SYSTEM_BUS_ADDRESS'];

  before(async function () {
    const why = whyNoBundles() ?? (process.getuid?.() === 0 ? undefined : 'RAUC must be root to mount bundles');
    if (why !== undefined) {
      process.stdout.write(`    skipped: ${why}\n`);
      this.skip();
    }
    folder = await mkdtemp(join(tmpdir(), 'stentor-rauc-'));
    maker = new BundleMaker(folder);
    ours = maker.signer('ours');
    good = maker.bundle('good', ours, { minimumFrom: '0.5.0' });
    machine = new RaucMachine(folder);
    await machine.start(ours.certificate);
    process.env['DBUS_SYSTEM_BUS_ADDRESS'] = machine.address;
    updater = new RaucUpdater({ bus: createBusctl({ clock: systemClock }), clock: systemClock });
  });
  after(async () => {
    if (busBefore === undefined) delete process.env['DBUS_SYSTEM_BUS_ADDRESS'];
    else process.env['DBUS_SYSTEM_BUS_ADDRESS'] = busBefore;
    await machine?.stop();
    if (folder !== '') await rm(folder, { recursive: true, force: true });
  });

  /** An upload of its own: RAUC may take a bundle into its possession. */
  const uploaded = (path: string) => {
    copyFileSync(path, join(folder, 'upload.raucb'));
    return join(folder, 'upload.raucb');
  };
  const install = (path: string) => updater.install(uploaded(path), () => undefined);

  it('knows the product and both slots', async () => {
    assert.equal(await updater.product(), 'stentor-test');
    const slots = await updater.slots();
    assert.deepEqual(
      slots.find(({ name }) => name === 'A'),
      { name: 'A', booted: true, bootable: true },
    );
    assert.equal(slots.find(({ name }) => name === 'B')?.booted, false);
  });

  it('reads a signed bundle', async () => {
    assert.deepEqual(await updater.inspect(uploaded(good)), {
      version: '1.1.0',
      product: 'stentor-test',
      notes: 'Release 1.1.0 of the tests.',
      build: '2026-01-01',
      minimumFrom: '0.5.0',
    });
  });

  const bad: Readonly<
    Record<string, readonly [make: () => string, atInspection: readonly string[], atInstallation: string]>
  > = {
    'a bundle that was tampered with': [() => maker.tampered(good), ['damaged'], 'damaged'],
    'a bundle that is cut off': [() => maker.truncated(good), ['damaged'], 'damaged'],
    'a bundle that nobody signed': [() => maker.unsigned(good), ['unsigned'], 'unsigned'],
    // Before RAUC 1.9 nobody is told more than that the signature is no good.
    'a bundle that a stranger signed': [
      () => maker.bundle('foreign', maker.signer('stranger')),
      ['foreign', 'damaged'],
      'foreign',
    ],
  };
  for (const [what, [make, atInspection, atInstallation]] of Object.entries(bad)) {
    it(`refuses ${what}, and writes nothing`, async () => {
      const path = make();
      await assert.rejects(updater.inspect(uploaded(path)), error =>
        atInspection.includes(String(refusalReason(error))),
      );
      const before = machine?.slot('B');
      await assert.rejects(install(path), error => refusalReason(error) === atInstallation);
      assert.deepEqual(machine?.slot('B'), before);
      assert.equal(machine?.primary(), 'A');
    });
  }

  it('refuses to install another product’s bundle', async () => {
    const path = maker.bundle('other', ours, { product: 'stentor-other' });
    assert.equal((await updater.inspect(uploaded(path))).product, 'stentor-other');
    await assert.rejects(install(path), error => refusalReason(error) === 'wrong-product');
  });

  it('installs a good bundle in the other slot and has it started next', async () => {
    const told: string[] = [];
    await updater.install(uploaded(good), ({ percent, step }) => told.push(`${percent} ${step}`));
    assert.ok(machine?.slot('B').some(byte => byte !== 0));
    assert.ok(
      machine?.slot('A').every(byte => byte === 0),
      'and leaves the one that runs alone',
    );
    assert.equal(machine?.primary(), 'B');
  });

  it('goes back, gives a slot up and marks the running one good', async () => {
    await updater.activate('A');
    assert.equal(machine?.primary(), 'A');
    await updater.disable('B');
    assert.equal((await updater.slots()).find(({ name }) => name === 'B')?.bootable, false);
    await updater.markGood();
    assert.equal((await updater.slots()).find(({ name }) => name === 'A')?.bootable, true);
  });
});
