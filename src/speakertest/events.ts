import { choice, object, string } from '../core/schema.ts';
import { defineEvent } from '../events/index.ts';

/** A speaker test has a result; `reason` says why it was not passed. */
export const speakerTestResult = defineEvent({
  id: 'speakertest.result',
  title: 'Speaker test result',
  group: 'Speaker test',
  kind: 'pulse',
  topic: 'tns1:Device/tnsaxis:SpeakerTest/TestResult',
  data: object({ status: choice(['OK', 'Failed']), reason: string({ default: '' }) }),
});
