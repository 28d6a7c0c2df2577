import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { createLog } from '../../../src/core/log.ts';
import { factorOf } from '../../../src/dsp/format.ts';
import { EventBus } from '../../../src/events/index.ts';
import type { Analysis } from '../../../src/speakertest/analyst.ts';
import type { Calibration } from '../../../src/speakertest/calibration.ts';
import { SPEAKER_TEST_EVENTS } from '../../../src/speakertest/events.ts';
import type { Instrument } from '../../../src/speakertest/instrument.ts';
import { FULL_SCALE_DB, stimulusSamples } from '../../../src/speakertest/measurement.ts';
import { SpeakerTest, type SpeakerTestDeps } from '../../../src/speakertest/speaker-test.ts';
import { SpeakerTestStore } from '../../../src/speakertest/store.ts';
import type { Verdict } from '../../../src/speakertest/verdict.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { until } from '../../support/until.ts';

const LEVEL_DB = -18;
const MINUTE = 60_000;
const stimulus = stimulusSamples();
const played = Int16Array.from([
  ...new Int16Array(4800),
  ...stimulus.map(sample => Math.round(sample * factorOf(LEVEL_DB - FULL_SCALE_DB))),
  ...new Int16Array(48_000),
]);

describe('the speaker test as it is run', () => {
  let folder: string;
  let clock: FakeClock;
  let told: unknown[];
  let test: SpeakerTest;
  let deps: SpeakerTestDeps;
  let shutDown: () => void;
  let store: SpeakerTestStore;
  let urgent: string | undefined;
  let takes: number;
  let verdicts: Verdict[];
  let refusal: Awaited<ReturnType<Analysis['calibrate']>>;
  const microphone = { on: true };
  const settings = { levelDb: LEVEL_DB, outputMuted: false, inputMuted: false, retryMs: 10 * MINUTE, retries: 3 };

  const verdict = (of: Verdict['verdict'], reason: Verdict['reason'] = ''): Verdict => ({
    verdict: of,
    reason,
    score: 0,
    advice: [],
  });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stentor-test-'));
    clock = new FakeClock();
    [told, urgent, takes, verdicts, microphone.on] = [[], undefined, 0, [], true];
    refusal = {} as Calibration;
    const log = createLog(() => undefined);
    const events = new EventBus({ catalog: SPEAKER_TEST_EVENTS, clock, log });
    events.onAny(({ def, data }) => told.push([def.id, data]));
    const instrument: Instrument = {
      measure: async () => {
        takes++;
        return { played, heard: played, lost: 0, end: urgent === undefined ? 'done' : 'stopped' };
      },
      stop: () => undefined,
      record: () => () => undefined,
      urgent: () => urgent,
      problem: undefined,
      hardware: 'card A',
      onChange: () => () => undefined,
    };
    const analyst = (): Analysis => ({
      calibrate: async () => refusal,
      judge: async () => verdicts.shift() ?? verdict('inconclusive', 'noise'),
      match: async () => undefined,
      close: () => undefined,
    });
    store = new SpeakerTestStore({ folder, log });
    const noted = { 'AudioSource.A0.OutputGain': -3 };
    const rest = { instrument, analyst, store, microphone, events, clock, log };
    deps = { ...rest, temperature: () => 41, settings: () => ({ ...settings, noted }) };
    test = new SpeakerTest(deps);
    shutDown = await test.start();
  });
  afterEach(async () => {
    shutDown();
    await rm(folder, { recursive: true, force: true });
  });

  const rest = () => until('it rests', () => test.activity.doing === 'nothing');
  const doing = (what: string) => until(what, () => test.activity.doing === what);
  async function calibrate(): Promise<void> {
    test.calibrate();
    await rest();
    told.length = 0;
    takes = 0;
  }

  it('calibrates with three recordings, and keeps what was so then', async () => {
    assert.throws(() => test.run(), /calibrated first/);
    test.calibrate();
    assert.throws(() => test.calibrate(), /runs already/);
    await rest();
    assert.equal(takes, 3);
    assert.deepEqual(told, [['speakertest.calibrated', { calibrated: true, reason: '' }]]);
    const { levelDb, temperature, hardware, settings: noted, stale } = test.calibration!;
    assert.deepEqual([levelDb, temperature, hardware, stale], [LEVEL_DB, 41, 'card A', []]);
    assert.deepEqual(noted, { 'AudioSource.A0.OutputGain': -3 });
  });

  it('keeps the old calibration where a new one is refused, and says why', async () => {
    await calibrate();
    refusal = 'too-noisy';
    test.calibrate();
    await rest();
    assert.deepEqual(told, [['speakertest.calibrated', { calibrated: false, reason: 'too-noisy' }]]);
    assert.equal(test.lastCalibration?.reason, 'too-noisy');
    assert.ok(test.calibration);
  });

  it('plays again while the analysis asks for more, and tells the result once', async () => {
    await calibrate();
    verdicts = [verdict('more', 'obstructed'), verdict('fail', 'obstructed')];
    test.run();
    await rest();
    assert.equal(takes, 2);
    assert.deepEqual(told, [['speakertest.result', { status: 'Failed', reason: 'obstructed' }]]);
    assert.deepEqual(
      store.history.map(({ verdict: of, recordings }) => [of, recordings]),
      [['fail', 2]],
    );
    assert.equal((await store.recording(1, 2)).subarray(0, 4).toString(), Buffer.from('RIFF').toString());
  });

  it('tries again three times, ten minutes apart, before it says that it decided nothing', async () => {
    await calibrate();
    test.run();
    for (let left = 3; left > 0; left--) {
      await doing('waiting');
      assert.equal((test.activity as { triesLeft: number }).triesLeft, left);
      assert.deepEqual(told, []);
      await clock.advance(10 * MINUTE);
      await until(
        'the next try',
        () => test.activity.doing !== 'waiting' || (test.activity as { triesLeft: number }).triesLeft < left,
      );
    }
    await rest();
    assert.deepEqual(told, [['speakertest.undecided', { verdict: 'inconclusive', reason: 'noise' }]]);
    assert.equal(takes, 4);
  });

  it('forgets the noise where a later try decides', async () => {
    await calibrate();
    verdicts = [verdict('inconclusive', 'noise'), verdict('pass')];
    test.run();
    await doing('waiting');
    await clock.advance(10 * MINUTE);
    await rest();
    assert.deepEqual(told, [['speakertest.result', { status: 'OK', reason: '' }]]);
  });

  it('waits while a page sounds, and says so', async () => {
    await calibrate();
    verdicts = [verdict('pass')];
    urgent = 'paging';
    assert.throws(() => test.calibrate(), /a page, a call or an emergency/);
    test.run();
    await doing('postponed');
    assert.deepEqual(test.activity, { doing: 'postponed', reason: 'paging' });
    assert.equal(takes, 0);
    urgent = undefined;
    await clock.advance(1000);
    await rest();
    assert.deepEqual(told, [['speakertest.result', { status: 'OK', reason: '' }]]);
  });

  it('begins nothing while the microphone is off, and is no failure where it goes off meanwhile', async () => {
    await calibrate();
    microphone.on = false;
    assert.throws(() => test.run(), /switched off/);
    microphone.on = true;
    test.run();
    microphone.on = false;
    await rest();
    assert.deepEqual(told, [['speakertest.undecided', { verdict: 'cannot', reason: 'mic-off' }]]);
  });

  it('is stopped while it waits, and tells nothing', async () => {
    await calibrate();
    test.run();
    await doing('waiting');
    test.stop();
    await rest();
    assert.deepEqual([told, store.history], [[], []]);
  });

  it('tries again after a restart at the moment that was told, and not again after that', async () => {
    const restart = async () => {
      shutDown();
      await rest();
      const { calibration } = store;
      store = new SpeakerTestStore({ folder, log: createLog(() => undefined) });
      test = new SpeakerTest({ ...deps, store });
      // What the fake analyst calls a calibration cannot be read from the disk.
      Object.defineProperty(store, 'calibration', { value: calibration });
      shutDown = await test.start();
    };
    await calibrate();
    test.run();
    await doing('waiting');
    await clock.advance(4 * MINUTE);
    await restart();
    await doing('waiting');
    assert.deepEqual([takes, (test.activity as { triesLeft: number }).triesLeft], [1, 3]);
    verdicts = [verdict('pass')];
    await clock.advance(6 * MINUTE);
    await rest();
    assert.deepEqual(told, [['speakertest.result', { status: 'OK', reason: '' }]]);
    await until('the retry is forgotten', () => store.retry === undefined);
    await restart();
    assert.equal(test.activity.doing, 'nothing');
  });

  it('does not try again after a restart what somebody stopped', async () => {
    await calibrate();
    test.run();
    await doing('waiting');
    test.stop();
    await rest();
    await until('it is forgotten', () => readFileSync(join(folder, 'retry.json'), 'utf8').includes('"content": null'));
  });

  it('drops a calibration of which somebody says that it was muffled', async () => {
    await calibrate();
    await test.confirm(true);
    assert.equal(test.calibration?.confirmed, true);
    await test.confirm(false);
    assert.equal(test.calibration, undefined);
    await assert.rejects(test.confirm(true), /no calibration/);
  });
});
