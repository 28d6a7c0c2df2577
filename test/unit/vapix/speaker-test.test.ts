import { strict as assert } from 'node:assert';
import { beforeEach, describe, it } from 'mocha';
import { fakeVapix } from '../../support/vapix.ts';

const AXAST = '/vapix/axast';

describe('the auto speaker test service', () => {
  let vapix: ReturnType<typeof fakeVapix>;
  beforeEach(() => (vapix = fakeVapix()));

  const send = (request: string, body?: string) =>
    vapix.ask(request, { role: 'admin', ...(body === undefined ? {} : { body }) });
  const post = (command: string) => send(`POST ${AXAST}`, `{"axast:${command}":{}}`);
  const calibrated = () => {
    const report = { status: 'OK', testedAt: '2015-06-10T16:38:45.120Z', calibratedAt: '2015-05-28T16:30:02.001Z' };
    vapix.speakerTest.report = { ...report, status: 'OK' };
  };

  it('reports in JSON, with whole seconds', async () => {
    calibrated();
    const { status, text: body } = await post('GetSpeakerTestReport');
    assert.equal(status, 200);
    assert.deepEqual(JSON.parse(body), {
      SpeakerTestReport: {
        SpeakerTestStatus: 'OK',
        TestTimestamp: '2015-06-10T16:38:45Z',
        CalibrationTimestamp: '2015-05-28T16:30:02Z',
      },
    });
  });

  it('reports in the simple form', async () => {
    const { text: body } = await send(`GET ${AXAST}?format=simple&action=axast:GetSpeakerTestReport`);
    assert.equal(
      body,
      'SpeakerTestReport_SpeakerTestStatus=Uncalibrated\nSpeakerTestReport_TestTimestamp=\nSpeakerTestReport_CalibrationTimestamp=',
    );
  });

  it('begins a calibration and a test, and answers nothing more', async () => {
    assert.equal((await post('CalibrateSpeakerTest')).text, '{}');
    calibrated();
    const simple = await send(`POST ${AXAST}`, 'format=simple&action=axast:PerformSpeakerTest');
    assert.deepEqual([simple.status, simple.text], [200, '']);
    assert.deepEqual(vapix.speakerTest.done, ['calibrate', 'run']);
  });

  it('refuses a test that was not calibrated, in the words of the service', async () => {
    const { status, text: body } = await post('PerformSpeakerTest');
    assert.equal(status, 400);
    assert.deepEqual(JSON.parse(body), {
      Fault: 'env:Receiver',
      FaultCode: 'ter:Action',
      FaultSubCode: 'axast:DeviceNotCalibrated',
      FaultReason: 'The Auto Speaker Test cannot be done without prior calibration.',
      FaultMsg: null,
    });
  });

  it('says that the microphone is switched off', async () => {
    calibrated();
    vapix.speakerTest.obstacle = 'mic-off';
    assert.match((await post('CalibrateSpeakerTest')).text, /"axast:DisabledInHardware"/);
  });

  it('says why else nothing can be measured', async () => {
    calibrated();
    vapix.speakerTest.obstacle = 'output-muted';
    const { status, text: body } = await post('PerformSpeakerTest');
    assert.deepEqual([status, body.includes('"ter:Failure"'), body.includes('muted')], [400, true, true]);
  });

  it('refuses what it does not know, and what is no JSON', async () => {
    for (const body of ['{"axast:Sing":{}}', '{', '{}', 'null', '']) {
      const { status } = await send(`POST ${AXAST}`, body);
      assert.equal(status, 400, body);
    }
  });
});
