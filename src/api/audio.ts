import { integer, object } from '../core/schema.ts';
import type { Route } from '../http/index.ts';
import type { AudioHealth, StopVoice } from './contract.ts';
import { bodyOf, json } from './json.ts';

interface AudioRouteDeps {
  readonly health: () => AudioHealth;
  /** Ends one sound, whoever started it. */
  readonly stopVoice: (voice: number) => void;
}

const STOP = object({ voice: integer({ minimum: 0 }) });

/** The state of the audio process at this moment, which the WebSocket tells as it changes, and the end of one sound. */
export const audioRoutes = ({ health, stopVoice }: AudioRouteDeps): Route[] => [
  { path: '/api/audio', methods: ['GET'], access: 'viewer', handle: () => json(health()) },
  {
    path: '/api/audio/stop',
    methods: ['POST'],
    access: 'operator',
    body: STOP,
    handle: async exchange => {
      const { voice } = (await bodyOf(STOP, exchange)) satisfies StopVoice;
      stopVoice(voice);
      return undefined;
    },
  },
];
