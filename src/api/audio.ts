import type { Route } from '../http/index.ts';
import type { AudioHealth } from './contract.ts';
import { json } from './json.ts';

/** The state of the audio process at this moment; the WebSocket tells it as it changes. */
export const audioRoute = ({ health }: { readonly health: () => AudioHealth }): Route => ({
  path: '/api/audio',
  methods: ['GET'],
  access: 'viewer',
  handle: () => json(health()),
});
