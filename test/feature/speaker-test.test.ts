import { strict as assert } from 'node:assert';
import { after, before, describe, it } from 'mocha';
import { startStentor, type Stentor } from '../support/stentor.ts';
import { babble } from '../support/sounds.ts';
import { writeWav } from '../../src/dsp/wav.ts';
import { toInt16 } from '../../src/dsp/int16.ts';

/** A calibration is three recordings, a test up to three; lockstep may make them slower than they sound. */
const RUN_MS = 180_000;

describe('the speaker test, through PortAudio, the virtual card and its room', function () {
  this.timeout(600_000);
  let stentor: Stentor;
  const sleep = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

  before(async () => {
    stentor = await startStentor();
    await stentor.setUp();
    await board({ room: { preset: 'office', noiseDb: -75 } });
    // So soft that noise can hide it.
    await api('PATCH', '/api/settings', { 'Stentor.SpeakerTest.Level': -40 });
  });
  after(async () => stentor.stop());

  async function api(method: string, path: string, body?: unknown): Promise<Response> {
    return stentor.fetch(path, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  }
  async function board(change: unknown): Promise<void> {
    const answer = await api('PATCH', '/api/board', change);
    assert.ok(answer.ok, await answer.text());
  }
  async function ask(command: string): Promise<{ status: number; body: Record<string, never> }> {
    const answer = await api('POST', '/vapix/axast', { [`axast:${command}`]: {} });
    return { status: answer.status, body: (await answer.json()) as Record<string, never> };
  }
  const info = async () =>
    (await (await stentor.fetch('/api/speaker-test')).json()) as {
      activity: { doing: string; phase?: string };
      status: string;
      calibration: { confirmed: boolean } | null;
      lastCalibration: { reason: string } | null;
      last: { id: number; verdict: string; reason: string; reading: { bands: unknown[] } | null } | null;
    };
  async function report(): Promise<Record<string, string>> {
    const { body } = await ask('GetSpeakerTestReport');
    return body['SpeakerTestReport'] as unknown as Record<string, string>;
  }
  async function rest(): Promise<Awaited<ReturnType<typeof info>>> {
    for (const until = Date.now() + RUN_MS; Date.now() < until; await sleep(100)) {
      const now = await info();
      if (now.activity.doing === 'nothing') return now;
      assert.notEqual(now.activity.doing, 'waiting', JSON.stringify(now.activity));
    }
    throw new Error(`it still runs: ${JSON.stringify(await info())}`);
  }
  async function run(): Promise<Awaited<ReturnType<typeof info>>> {
    const { status, body } = await ask('PerformSpeakerTest');
    assert.equal(status, 200, JSON.stringify(body));
    return rest();
  }

  it('refuses a test before the calibration, as VAPIX writes it', async () => {
    assert.equal((await report())['SpeakerTestStatus'], 'Uncalibrated');
    const { status, body } = await ask('PerformSpeakerTest');
    assert.equal(status, 400);
    assert.equal(body['FaultSubCode'], 'axast:DeviceNotCalibrated');
  });

  it('is calibrated by a press of the control button', async () => {
    await api('POST', '/api/board/press', { ms: 200 });
    for (let i = 0; i < 100 && (await info()).activity.doing === 'nothing'; i++) await sleep(50);
    assert.equal((await report())['SpeakerTestStatus'], 'Pending');
    const { lastCalibration, status } = await rest();
    assert.deepEqual([lastCalibration?.reason, status], ['', 'Calibrated']);
    const { CalibrationTimestamp, TestTimestamp } = await report();
    assert.match(CalibrationTimestamp ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.equal(TestTimestamp, '');
  });

  it('passes where nothing has changed, whatever gain and equalizer say, and keeps the recording', async () => {
    const settings = { 'AudioSource.A0.OutputGain': -20, 'AudioSource.A0.InputGain': 10 };
    await api('PATCH', '/api/settings', {
      ...settings,
      'Stentor.Audio.OutputEqualizer.Enabled': true,
      'Stentor.Audio.OutputEqualizer.Hz4000': 12,
    });
    const { last, status } = await run();
    assert.deepEqual([last?.verdict, last?.reason, status], ['pass', '', 'OK']);
    assert.ok((last?.reading?.bands.length ?? 0) > 10);
    const wav = Buffer.from(
      await (await stentor.fetch(`/api/speaker-test/runs/${last?.id}/recordings/1`)).arrayBuffer(),
    );
    assert.equal(wav.subarray(0, 4).toString(), 'RIFF');
    assert.ok(wav.length > 600_000);
    const simple = await stentor.fetch('/vapix/axast?format=simple&action=axast:GetSpeakerTestReport');
    assert.match(await simple.text(), /^SpeakerTestReport_SpeakerTestStatus=OK\nSpeakerTestReport_TestTimestamp=2/);
  });

  it('fails with the reason under a blanket', async () => {
    await board({ room: { preset: 'blanket', noiseDb: -75 } });
    const { last, status } = await run();
    assert.equal(last?.verdict, 'fail');
    assert.ok(['obstructed', 'high-band-loss'].includes(last.reason), last.reason);
    assert.equal(status, 'Failed');
    const events = (await (await stentor.fetch('/api/events')).json()) as { id: string; data: unknown }[];
    assert.deepEqual(events.findLast(({ id }) => id === 'speakertest.result')?.data, {
      status: 'Failed',
      reason: last.reason,
    });
  });

  it('says that there is no sound where the amplifier is unplugged', async () => {
    await board({ room: { preset: 'silent', noiseDb: -75 } });
    const { last } = await run();
    assert.deepEqual([last?.verdict, last?.reason], ['fail', 'no-sound']);
  });

  it('decides nothing in noise, and never calls that a failure', async () => {
    await api('PATCH', '/api/settings', { 'Stentor.SpeakerTest.Retries': 0 });
    await board({ room: { preset: 'office', noiseDb: -2 } });
    const before = (await report())['SpeakerTestStatus'];
    const { last, status } = await run();
    await board({ room: { preset: 'office', noiseDb: -75 } });
    assert.deepEqual([last?.verdict, last?.reason], ['inconclusive', 'noise']);
    assert.equal(status, before);
  });

  it('says DisabledInHardware while the microphone is switched off', async () => {
    await board({ micSwitchOn: false });
    assert.equal((await report())['SpeakerTestStatus'], 'DisabledInHardware');
    for (const command of ['PerformSpeakerTest', 'CalibrateSpeakerTest']) {
      const { status, body } = await ask(command);
      assert.deepEqual([status, body['FaultSubCode']], [400, 'axast:DisabledInHardware']);
    }
    await board({ micSwitchOn: true });
  });

  it('confirms by the microphone that a clip was heard, where that is asked for', async () => {
    await api('PATCH', '/api/settings', {
      'Stentor.SpeakerTest.Confirm.Announcement': true,
      'AudioSource.A0.OutputGain': 0,
    });
    await stentor.upload('long.wav', writeWav(toInt16(babble(6)), 48_000));
    await stentor.fetch('/axis-cgi/playclip.cgi?location=long.wav');
    let heard: { data: { heard: boolean; name: string } } | undefined;
    for (let i = 0; i < 600 && heard === undefined; i++) {
      const events = (await (await stentor.fetch('/api/events')).json()) as {
        id: string;
        data: { heard: boolean; name: string };
      }[];
      heard = events.find(({ id }) => id === 'speakertest.heard');
      await sleep(100);
    }
    assert.equal(heard?.data.heard, true, JSON.stringify(heard));
    assert.equal(heard.data.name, 'long');
  });
});
