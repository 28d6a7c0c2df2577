import { boolean, integer, object, optional, string } from '../core/schema.ts';
import { defineEvent } from '../events/index.ts';

const group = 'Edge storage';

/** Something is being recorded. */
export const recordingOngoing = defineEvent({
  id: 'recordings.ongoing',
  title: 'Recording ongoing',
  group,
  kind: 'state',
  topic: 'tnsaxis:Storage/tnsaxis:Recording',
  initial: { recording: false },
  data: object({ recording: boolean() }),
});

/** A file was begun: the microphone gives sound, and there is a place for it. */
export const recordingStarted = defineEvent({
  id: 'recordings.started',
  title: 'Recording started',
  group,
  kind: 'pulse',
  topic: 'tnsaxis:Storage/tnsaxis:RecordingStarted',
  data: object({ recording: string(), disk: string(), label: string() }),
});

/** A file is whole; `problem` tells why it ended sooner than it should. */
export const recordingFinished = defineEvent({
  id: 'recordings.finished',
  title: 'Recording finished',
  group,
  kind: 'pulse',
  topic: 'tnsaxis:Storage/tnsaxis:RecordingFinished',
  data: object({
    recording: string(),
    disk: string(),
    label: string(),
    seconds: integer(),
    complete: boolean(),
    problem: optional(string()),
  }),
});

export const RECORDING_EVENTS = [recordingOngoing, recordingStarted, recordingFinished];
