import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { speakerTestStatus } from '../../../src/speakertest/status.ts';
import type { HistoryEntry } from '../../../src/speakertest/store.ts';

const entry = (at: string, verdict: HistoryEntry['verdict'], reason = ''): HistoryEntry => ({
  id: 1,
  at,
  verdict,
  reason,
  score: 0,
  advice: [],
  recordings: 1,
  temperature: null,
  means: null,
});
const rest = { activity: { doing: 'nothing' }, microphoneOn: true, calibratedAt: 'C', history: [] } as const;

describe('the status of the speaker test', () => {
  it('is the one of VAPIX', () => {
    const of = (known: Partial<Parameters<typeof speakerTestStatus>[0]>) => speakerTestStatus({ ...rest, ...known });
    assert.deepEqual(of({ calibratedAt: undefined }), { status: 'Uncalibrated', testedAt: '', calibratedAt: '' });
    assert.deepEqual(of({}), { status: 'Calibrated', testedAt: '', calibratedAt: 'C' });
    assert.equal(of({ microphoneOn: false }).status, 'DisabledInHardware');
    assert.deepEqual(of({ history: [entry('T', 'pass')] }), { status: 'OK', testedAt: 'T', calibratedAt: 'C' });
    assert.equal(of({ history: [entry('T', 'fail', 'obstructed')] }).status, 'Failed');
    assert.equal(of({ history: [entry('T', 'cannot', 'mic-no-signal')] }).status, 'InternalError');
  });

  it('empties the time of what runs', () => {
    const history = [entry('T', 'pass')];
    const running = { phase: 'playing', recording: 1, of: 3 } as const;
    const pending = { status: 'Pending' };
    assert.deepEqual(speakerTestStatus({ ...rest, history, activity: { doing: 'testing', ...running } }), {
      ...pending,
      testedAt: '',
      calibratedAt: 'C',
    });
    assert.deepEqual(speakerTestStatus({ ...rest, history, activity: { doing: 'calibrating', ...running } }), {
      ...pending,
      testedAt: 'T',
      calibratedAt: '',
    });
  });

  it('keeps the last result that decided something', () => {
    const history = [
      entry('T', 'fail', 'obstructed'),
      entry('U', 'inconclusive', 'noise'),
      entry('V', 'cannot', 'busy'),
    ];
    assert.deepEqual(speakerTestStatus({ ...rest, history }), { status: 'Failed', testedAt: 'T', calibratedAt: 'C' });
  });
});
