import { strict as assert } from 'node:assert';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { Fault } from '../../../src/core/fault.ts';
import { RaucUpdater, refusalReason } from '../../../src/upgrade/index.ts';
import { bundleBytes } from '../../support/bundle-bytes.ts';
import { FakeBus } from '../../support/fake-bus.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const I = 'de.pengutronix.rauc.Installer';
const failing = (words: string) => () => {
  throw new Fault('failed', `de.pengutronix.rauc InspectBundle: ${words}`);
};

describe('RaucUpdater', () => {
  let folder: string;
  let path: string;
  let bus: FakeBus;
  let clock: FakeClock;
  let updater: RaucUpdater;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stentor-rauc-'));
    path = join(folder, 'b.raucb');
    await writeFile(path, bundleBytes({ signature: 1300 }));
    bus = new FakeBus();
    clock = new FakeClock();
    updater = new RaucUpdater({ bus, clock });
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('tells the slots that can be booted, under the names of the boot loader', async () => {
    bus.answer(`${I}.GetSlotStatus`, () => [
      [
        ['rootfs.1', { class: 'rootfs', bootname: 'B', state: 'inactive', 'boot-status': 'bad' }],
        ['boot.1', { class: 'boot', parent: 'rootfs.1', state: 'inactive' }],
        ['rootfs.0', { class: 'rootfs', bootname: 'A', state: 'booted', 'boot-status': 'good', 'installed.count': 3 }],
      ],
    ]);
    assert.deepEqual(await updater.slots(), [
      { name: 'B', booted: false, bootable: false },
      { name: 'A', booted: true, bootable: true },
    ]);
    bus.answer(`${I}.Mark`);
    await updater.activate('B');
    await updater.disable('A');
    await updater.markGood();
    assert.deepEqual(
      bus.asked.filter(call => call.startsWith('Mark')),
      ['Mark("active", "rootfs.1")', 'Mark("bad", "rootfs.0")', 'Mark("good", "booted")'],
    );
  });

  it('reads what a bundle says of itself', async () => {
    bus.answer(`${I}.InspectBundle`, () => [
      {
        'manifest-hash': 'ab',
        update: { compatible: 'stentor-pi4', version: '1.2.0', description: 'Louder.', build: '2026-01-01' },
        bundle: { format: 'plain' },
        meta: { stentor: { 'minimum-from': '1.0.0' }, other: {} },
      },
    ]);
    assert.deepEqual(await updater.inspect(path), {
      version: '1.2.0',
      product: 'stentor-pi4',
      notes: 'Louder.',
      build: '2026-01-01',
      minimumFrom: '1.0.0',
    });
  });

  for (const [words, reason] of [
    ['signature verification failed: error:1700009E:CMS routines::verification failure', 'damaged'],
    ['signature verification failed: Verify error: self-signed certificate in certificate chain', 'foreign'],
    ['signature verification failed: Verify error: unable to get local issuer certificate', 'foreign'],
    ['signature verification failed: Verify error: certificate is not yet valid', 'foreign'],
    ['Invalid bundle format: Signature size is 0', 'unsigned'],
    [
      "Installation error: Compatible mismatch: Expected 'stentor-pi4' but bundle manifest has 'stentor-pi3'",
      'wrong-product',
    ],
  ] as const) {
    it(`understands "${words}"`, async () => {
      bus.answer(`${I}.InspectBundle`, failing(words));
      await assert.rejects(updater.inspect(path), error => refusalReason(error) === reason);
    });
  }

  it('does not ask RAUC about what is no bundle', async () => {
    await writeFile(path, 'hello');
    await assert.rejects(updater.inspect(path), error => refusalReason(error) === 'not-a-release');
    assert.deepEqual(bus.calls, []);
  });

  it('says so where RAUC does not run', async () => {
    await assert.rejects(
      updater.inspect(path),
      (error: Fault) => error.kind === 'unavailable' && error.message.includes('does not answer'),
    );
  });

  /** An installation that gives one report after the other. */
  function installing(...reports: readonly (readonly [string, number, string] | undefined)[]) {
    let at = 0;
    const now = () => {
      const report = reports[Math.min(at, reports.length - 1)];
      if (report !== undefined) return report;
      at += 1;
      throw new Fault('unavailable', 'no answer');
    };
    bus.answer(`${I}.InstallBundle`);
    bus.property(`${I}.Operation`, () => now()[0]);
    bus.property(`${I}.Progress`, () => [now()[1], reports[at++]?.[2] ?? '', 1]);
  }

  async function install() {
    const told: string[] = [];
    const installed = updater.install(path, ({ percent, step }) => told.push(`${percent} ${step}`));
    const ended = installed.then(
      () => 'done',
      (error: unknown) => error,
    );
    let end: unknown;
    void ended.then(value => (end = value));
    for (let i = 0; i < 60 && end === undefined; i++) await clock.advance(500);
    return { told, end };
  }

  it('tells how far an installation is, until it is done', async () => {
    installing(['installing', 20, 'Checking'], ['installing', 80, 'Copying'], ['idle', 100, 'Installing done.']);
    bus.property(`${I}.LastError`, () => '');
    assert.deepEqual(await install(), { told: ['20 Checking', '80 Copying'], end: 'done' });
  });

  it('bears with a service that is silent for a moment', async () => {
    installing(['installing', 20, 'Checking'], undefined, undefined, ['idle', 100, 'Installing done.']);
    bus.property(`${I}.LastError`, () => '');
    assert.equal((await install()).end, 'done');
  });

  it('says why an installation failed', async () => {
    installing(['idle', 100, 'Installing failed.']);
    bus.property(`${I}.LastError`, () => 'signature verification failed: Verify error: self-signed certificate');
    assert.equal(refusalReason((await install()).end), 'foreign');
  });

  it('gives up where the service has died', async () => {
    installing(undefined);
    const { end } = await install();
    assert.ok(end instanceof Fault && end.kind === 'unavailable' && end.message.includes('has stopped'));
  });
});
