import { strict as assert } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { unavailable } from '../../../src/core/fault.ts';
import { createLog } from '../../../src/core/log.ts';
import { HealthGate } from '../../../src/upgrade/health/gate.ts';
import type { Health } from '../../../src/upgrade/health/health.ts';
import { type Links, networkProblem } from '../../../src/upgrade/health/network.ts';
import { carryOut } from '../../../src/upgrade/health/verdict.ts';
import { UpgradeFolder } from '../../../src/upgrade/upgrade-folder.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { FakeUpdater } from '../../support/fake-updater.ts';

const WELL: Health = { ready: true, version: '1.1.0', callbacks: 0, requires: { audio: true, network: true } };

describe('HealthGate', () => {
  /** Lets the gate look at what `at(second)` says, for at most a minute. */
  async function pass(
    at: (second: number) => Health | Error,
    network: (second: number) => string | undefined = () => undefined,
  ) {
    const clock = new FakeClock();
    const second = () => clock.monotonic() / 1000;
    const ask = async () => {
      const now = at(second());
      if (now instanceof Error) throw now;
      return now;
    };
    const senses = { ask, networkProblem: async () => network(second()) };
    const gate = new HealthGate(senses, { clock, healthyMs: 15_000, patienceMs: 60_000, everyMs: 1000 });
    let ended: { wrong: string | undefined; second: number } | undefined;
    void gate.pass().then(wrong => (ended = { wrong, second: second() }));
    for (let i = 0; i < 70 && ended === undefined; i++) await clock.advance(1000);
    await clock.advance(0);
    return ended;
  }

  const running = (second: number): Health => ({ ...WELL, callbacks: second * 100 });

  it('lets pass what is well for a quarter of a minute', async () => {
    assert.deepEqual(await pass(running), { wrong: undefined, second: 15 });
  });

  it('waits for a speaker that takes its time to start', async () => {
    const starting = (second: number) => (second < 20 ? unavailable('no answer') : running(second));
    assert.deepEqual(await pass(starting), { wrong: undefined, second: 35 });
  });

  it('begins to count anew where something breaks in between', async () => {
    const broken = (second: number) => (second === 10 ? { ...running(second), ready: false } : running(second));
    assert.equal((await pass(broken))?.second, 26);
  });

  for (const [what, at, wrong] of [
    ['that does not answer', () => unavailable('connection refused'), /does not answer \(connection refused\)/],
    [
      'that never ends its start',
      (second: number) => ({ ...running(second), ready: false }),
      /did not finish its start/,
    ],
    ['whose sound card is not open', () => ({ ...WELL, callbacks: null }), /sound card is not open/],
    ['whose sound card takes no sound', () => ({ ...WELL, callbacks: 7 }), /takes no sound/],
  ] as const) {
    it(`gives up a speaker ${what}`, async () => {
      assert.match((await pass(at))?.wrong ?? '', wrong);
    });
  }

  it('gives up a speaker without an address', async () => {
    assert.equal((await pass(running, () => 'No address.'))?.wrong, 'No address.');
  });

  it('does not ask for what is not required', async () => {
    const committed = { ...WELL, callbacks: null, requires: { audio: false, network: false } };
    assert.equal(
      (
        await pass(
          () => committed,
          () => 'No address.',
        )
      )?.wrong,
      undefined,
    );
  });
});

describe('networkProblem', () => {
  const links = (addresses: Readonly<Record<string, readonly string[]>>): Links => ({
    carriers: async () => Object.keys(addresses),
    addresses: name => addresses[name] ?? [],
  });

  it('is none with an address on any link, also one that the link made up', async () => {
    assert.equal(await networkProblem(links({ end0: ['fe80::1', '169.254.3.4'] })), undefined);
    assert.equal(await networkProblem(links({ end0: [], wlan0: ['10.0.0.5'] })), undefined);
  });

  it('is none where nothing is plugged in', async () => {
    assert.equal(await networkProblem(links({})), undefined);
  });

  it('is told where a link has no address but its own', async () => {
    assert.match((await networkProblem(links({ end0: ['fe80::1'] }))) ?? '', /got no address/);
  });
});

describe('The verdict of the health gate', () => {
  let folder: string;
  let files: UpgradeFolder;
  let updater: FakeUpdater;
  const deps = () => ({
    updater,
    folder: files,
    version: '1.1.0',
    journal: async () => `${'x'.repeat(200_000)}\nearly\n${'y'.repeat(200_000)}\nlate\n`,
    clock: new FakeClock(),
    log: createLog(() => undefined),
  });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stentor-verdict-'));
    files = new UpgradeFolder({ path: folder });
    updater = new FakeUpdater();
    updater.booted = 'B';
    updater.bad.delete('B');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('marks a healthy slot good and says so to the supervisor', async () => {
    assert.equal(await carryOut(deps(), undefined), 'stay');
    assert.deepEqual(updater.done, ['mark good']);
    assert.equal(await files.isHealthy('1.1.0'), true);
  });

  it('leaves story and log of a release on trial behind and gives its slot up at once', async () => {
    await files.markTrial('slot=B');
    assert.equal(await carryOut(deps(), 'It was silent.'), 'restart');
    assert.deepEqual(updater.done, ['disable B']);
    assert.deepEqual(await files.story('1.1.0'), {
      version: '1.1.0',
      slot: 'B',
      reason: 'It was silent.',
      at: '2026-01-01T12:00:00.000Z',
    });
    const log = (await files.log('1.1.0')) ?? '';
    assert.ok(
      log.length <= 256 * 1024 && log.startsWith('early\n') && log.endsWith('late\n'),
      `${log.length} characters`,
    );
  });

  it('lets the boot loader count where a committed release is not healthy', async () => {
    assert.equal(await carryOut(deps(), 'It was silent.'), 'restart');
    assert.deepEqual(updater.done, []);
  });

  it('stays where no other slot could take over', async () => {
    updater.bad.add('A');
    assert.equal(await carryOut(deps(), 'It was silent.'), 'stay');
    assert.equal(await files.story('1.1.0'), undefined);
  });

  it('gives a release on trial up where the boot loader cannot be told', async () => {
    await files.markTrial('slot=B');
    updater.markGood = () => Promise.reject(unavailable('RAUC is not there'));
    assert.equal(await carryOut(deps(), undefined), 'restart');
    assert.match((await files.story('1.1.0'))?.reason ?? '', /RAUC is not there/);
    await files.unmarkTrial();
    assert.equal(await carryOut(deps(), undefined), 'stay');
  });
});
