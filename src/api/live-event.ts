import type { Happening } from '../events/index.ts';
import type { LiveEvent } from './contract.ts';

/** An event as the page is told of it. */
export const liveEvent = ({ def, data, at }: Happening): LiveEvent => ({
  id: def.id,
  title: def.title,
  topic: def.topic,
  kind: def.kind,
  data: data as LiveEvent['data'],
  at: at.toISOString(),
});
