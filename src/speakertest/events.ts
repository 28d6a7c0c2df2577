import { boolean, choice, integer, number, object, string } from '../core/schema.ts';
import { defineEvent, type EventDef } from '../events/index.ts';

/** A speaker test has a result; `reason` says why it was not passed. */
export const speakerTestResult = defineEvent({
  id: 'speakertest.result',
  title: 'Speaker test result',
  group: 'Speaker test',
  kind: 'pulse',
  topic: 'tns1:Device/tnsaxis:SpeakerTest/TestResult',
  vapixNames: { status: 'SpeakerTestStatus' },
  data: object({ status: choice(['OK', 'Failed']), reason: string({ default: '' }) }),
});

/** A speaker test ended without a result: too much noise, no signal, no time between urgent sounds. It is no failure. */
export const speakerTestUndecided = defineEvent({
  id: 'speakertest.undecided',
  title: 'Speaker test without a result',
  group: 'Speaker test',
  kind: 'pulse',
  topic: 'tns1:Device/tnsaxis:SpeakerTest/Undecided',
  data: object({ verdict: choice(['inconclusive', 'cannot']), reason: string() }),
});

/** The speaker test was calibrated, or that was refused with a reason. */
export const speakerTestCalibrated = defineEvent({
  id: 'speakertest.calibrated',
  title: 'Speaker test calibration',
  group: 'Speaker test',
  kind: 'pulse',
  topic: 'tns1:Device/tnsaxis:SpeakerTest/Calibration',
  data: object({ calibrated: boolean(), reason: string({ default: '' }) }),
});

/** The microphone has listened to a sound that was played; `level` is dBFS at the microphone, `match` percent. */
export const soundConfirmed = defineEvent({
  id: 'speakertest.heard',
  title: 'Sound confirmed by the microphone',
  group: 'Speaker test',
  kind: 'pulse',
  topic: 'tns1:Device/tnsaxis:SpeakerTest/SoundConfirmed',
  data: object({
    heard: boolean(),
    sourceClass: string(),
    name: string(),
    level: number(),
    match: integer({ minimum: 0, maximum: 100 }),
  }),
});

export const SPEAKER_TEST_EVENTS: readonly EventDef[] = [
  speakerTestResult,
  speakerTestUndecided,
  speakerTestCalibrated,
  soundConfirmed,
];
