import { Fault } from '../core/fault.ts';
import { integer, object, optional, type Schema, string } from '../core/schema.ts';
import type { Route } from '../http/index.ts';
import type { SayOptions, SpeechState } from '../speech/index.ts';
import type { Said, Say, SpeechInfo, SpeechPreview } from './contract.ts';
import { bodyOf, json } from './json.ts';

/** What says texts. */
export interface ApiSpeech {
  state(): Promise<SpeechState>;
  preview(options: Pick<SayOptions, 'text' | 'voice'>): Promise<string>;
  say(options: SayOptions): Promise<string | undefined>;
  stop(): void;
}

interface SpeechDeps {
  readonly speech: ApiSpeech;
}

const SAY: Schema<Say> = object({
  text: string({ minLength: 1 }),
  voice: optional(string()),
  rate: optional(integer({ minimum: 80, maximum: 400 })),
  pitch: optional(integer({ minimum: 0, maximum: 99 })),
  volume: optional(integer({ minimum: 0, maximum: 1000 })),
  keepAs: optional(string({ minLength: 1 })),
});
const PREVIEW = object({ text: string({ minLength: 1 }), voice: optional(string()) });

/** Texts that are said. */
export const speechRoutes = ({ speech }: SpeechDeps): Route[] => [
  { path: '/api/speech', methods: ['GET'], access: 'viewer', handle: async () => json(await infoOf(speech)) },
  {
    path: '/api/speech',
    methods: ['POST'],
    access: 'operator',
    body: SAY,
    handle: async exchange => {
      const clip = await speech.say(await bodyOf(SAY, exchange));
      const said: Said = clip === undefined ? {} : { clip };
      return json(said);
    },
  },
  {
    path: '/api/speech/stop',
    methods: ['POST'],
    access: 'operator',
    handle: () => {
      speech.stop();
      return undefined;
    },
  },
  {
    path: '/api/speech/preview',
    methods: ['POST'],
    access: 'viewer',
    body: PREVIEW,
    handle: async exchange => {
      const preview: SpeechPreview = { text: await speech.preview(await bodyOf(PREVIEW, exchange)) };
      return json(preview);
    },
  },
];

/** That there is no program is something to show, not a failure. */
async function infoOf(speech: ApiSpeech): Promise<SpeechInfo> {
  try {
    return await speech.state();
  } catch (error) {
    if (!(error instanceof Fault) || error.kind !== 'unavailable') throw error;
    return { voices: [], voice: '', problem: error.message };
  }
}
