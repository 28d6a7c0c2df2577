import { boolean, choice, integer, number, object, optional, string } from '../core/schema.ts';
import { defineEvent } from '../events/index.ts';

/** An audio clip plays. A clip that takes the place of another is told as playing again, without a stop between. */
export const clipPlaying = defineEvent({
  id: 'audio.clip-playing',
  title: 'Audio clip playing',
  group: 'Audio',
  kind: 'state',
  topic: 'tnsaxis:MediaClip/tnsaxis:Playing',
  initial: { playing: false },
  data: object({ playing: boolean(), clip: optional(string()), name: optional(string()) }),
});

/** A clip begins, once for every repetition. */
export const currentlyPlaying = defineEvent({
  id: 'audio.currently-playing',
  title: 'Currently playing',
  group: 'Audio',
  kind: 'pulse',
  topic: 'tnsaxis:MediaClip/tnsaxis:CurrentlyPlaying',
  data: object({ fileName: string() }),
});

/** The music stream: `waiting` is between two attempts. */
export const musicStream = defineEvent({
  id: 'audio.stream',
  title: 'Music stream',
  group: 'Audio',
  kind: 'state',
  topic: 'tnsaxis:MediaClip/tnsaxis:Stream',
  initial: { state: 'stopped' },
  data: object({
    state: choice(['stopped', 'connecting', 'playing', 'waiting']),
    title: optional(string()),
    problem: optional(string()),
  }),
});

/** The speaker as a client of Snapcast: `idle` is connected while nothing is played there, `waiting` between two attempts. */
export const snapcastClient = defineEvent({
  id: 'audio.snapcast',
  title: 'Snapcast',
  group: 'Audio',
  kind: 'state',
  topic: 'tnsaxis:MediaClip/tnsaxis:Snapcast',
  initial: { state: 'stopped' },
  data: object({
    state: choice(['stopped', 'connecting', 'idle', 'playing', 'waiting']),
    problem: optional(string()),
    format: optional(string()),
    group: optional(string()),
    stream: optional(string()),
    bufferMs: optional(number()),
    latencyMs: optional(number()),
    volume: optional(number()),
    muted: optional(boolean()),
    heldMs: optional(number()),
    errorMs: optional(number()),
    placements: optional(integer()),
  }),
});

/** The sound card is open. */
export const soundCard = defineEvent({
  id: 'audio.sound-card',
  title: 'Sound card',
  kind: 'state',
  topic: 'tns1:Device/tnsaxis:HardwareFailure/tnsaxis:AudioDevice',
  initial: { available: false },
  data: object({ available: boolean(), reason: optional(string()) }),
});

/** The audio process died or hung and was started again. */
export const audioRestarted = defineEvent({
  id: 'audio.restarted',
  title: 'Audio restarted',
  kind: 'pulse',
  topic: 'tns1:Device/tnsaxis:Status/tnsaxis:AudioRestarted',
  data: object({ why: string(), times: integer() }),
});

/** The microphone hears something louder than the alarm level. */
export const triggerLevel = defineEvent({
  id: 'audio.trigger-level',
  title: 'Audio detection',
  group: 'Audio',
  kind: 'state',
  topic: 'tns1:AudioSource/tnsaxis:TriggerLevel',
  initial: { channel: 1, triggered: false },
  data: object({ channel: integer(), triggered: boolean() }),
});
