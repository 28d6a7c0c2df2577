import { boolean, object, optional, string } from '../core/schema.ts';
import { defineEvent } from '../events/index.ts';

/** Nothing can be stored on a disk: it is not there, not mounted, or broken. */
export const storageDisruption = defineEvent({
  id: 'storage.disruption',
  title: 'Storage disruption',
  group: 'Edge storage',
  kind: 'state',
  key: 'disk',
  topic: 'tnsaxis:Storage/tnsaxis:Disruption',
  initial: { disk: 'SD_DISK', disruption: true },
  data: object({ disk: string(), disruption: boolean(), reason: optional(string()) }),
});

/** A disk has hardly any space left. */
export const storageFull = defineEvent({
  id: 'storage.full',
  title: 'Storage full',
  group: 'Edge storage',
  kind: 'state',
  key: 'disk',
  topic: 'tnsaxis:Storage/tnsaxis:Full',
  initial: { disk: 'SD_DISK', full: false },
  data: object({ disk: string(), full: boolean() }),
});

/** A medium was pulled out; `safely` where it had been unmounted before. */
export const storageRemoved = defineEvent({
  id: 'storage.removed',
  title: 'Storage medium removed',
  group: 'Edge storage',
  kind: 'pulse',
  topic: 'tnsaxis:Storage/tnsaxis:Removed',
  data: object({ disk: string(), safely: boolean() }),
});
