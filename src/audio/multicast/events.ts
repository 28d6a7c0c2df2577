import { choice, object, string } from '../../core/schema.ts';
import { defineEvent } from '../../events/index.ts';

/** A multicast source began to sound, was silenced by one that is more important, ended, or cannot be heard. */
export const sourceState = defineEvent({
  id: 'multicast.source-state',
  title: 'Source state',
  group: 'Multicast controller',
  kind: 'state',
  key: 'source',
  topic: 'tnsaxis:AudioMulticastController/tnsaxis:SourceState',
  data: object({ source: string(), name: string(), state: choice(['idle', 'playing', 'silenced', 'failed']) }),
});
