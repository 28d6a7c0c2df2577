import type { Happening } from '../events/index.ts';
import type { Route } from '../http/index.ts';
import { json } from './json.ts';
import { liveEvent } from './live-event.ts';

interface EventsDeps {
  readonly history: { list(): readonly Happening[] };
}

/** What happened lately, oldest first. */
export const eventsRoute = ({ history }: EventsDeps): Route => ({
  path: '/api/events',
  methods: ['GET'],
  access: 'viewer',
  handle: () => json(history.list().map(liveEvent)),
});
