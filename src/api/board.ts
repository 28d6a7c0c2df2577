import type { Off } from '../core/clock.ts';
import { invalid } from '../core/fault.ts';
import { boolean, choice, integer, number, object, optional, parse, type Schema, string } from '../core/schema.ts';
import type { EventBus, EventDef } from '../events/index.ts';
import type { Route } from '../http/index.ts';
import type { VirtualBoardChange, VirtualBoardState } from './contract.ts';
import { bodyOf, json } from './json.ts';

/** What can be done to a board made of software. */
export interface VirtualControls {
  state(): VirtualBoardState;
  change(change: VirtualBoardChange): unknown;
  /** Holds the control button down for `ms` milliseconds. */
  press(ms: number): unknown;
  /** A WAV file of what last left the speaker or reached the microphone. */
  recording(side: 'speaker' | 'microphone', seconds: number): Uint8Array | Promise<Uint8Array>;
  onChange(listener: () => void): Off;
}

interface Happenings {
  readonly events: Pick<EventBus, 'emit'>;
  readonly catalog: readonly EventDef[];
}

const CHANGE: Schema<VirtualBoardChange> = object({
  micSwitchOn: optional(boolean()),
  unplugged: optional(boolean()),
  undervoltage: optional(boolean()),
  medium: optional(choice(['none', 'sound', 'damaged'])),
  room: optional(
    object({
      preset: choice(['direct', 'office', 'hall', 'blanket', 'silent']),
      noiseDb: number({ minimum: -120, maximum: 0 }),
    }),
  ),
});
const PRESS = object({ ms: integer({ minimum: 1, maximum: 60_000 }) });
const RECORDING = object({
  side: choice(['speaker', 'microphone'], { default: 'speaker' }),
  seconds: integer({ minimum: 1, maximum: 10, default: 10 }),
});

/** Of what no knob can bring about: a test of the speaker that fails, a call. */
const EVENT: Schema<{ readonly event: string; readonly data: unknown }> = object({
  event: string(),
  data: { type: 'object', additionalProperties: {} },
});

/** The virtual board's knobs; a real board has them on its outside. */
export const boardRoutes = (board: VirtualControls, { events, catalog }: Happenings): Route[] => [
  { path: '/api/board', methods: ['GET'], access: 'viewer', handle: () => json(board.state()) },
  {
    path: '/api/board',
    methods: ['PATCH'],
    access: 'operator',
    body: CHANGE,
    handle: async exchange => {
      await board.change(await bodyOf(CHANGE, exchange));
      return json(board.state());
    },
  },
  {
    path: '/api/board/press',
    methods: ['POST'],
    access: 'operator',
    body: PRESS,
    handle: async exchange => {
      const { ms } = await bodyOf(PRESS, exchange);
      await board.press(ms);
      return undefined;
    },
  },
  {
    path: '/api/board/event',
    methods: ['POST'],
    access: 'admin',
    body: EVENT,
    handle: async exchange => {
      const { event, data } = await bodyOf(EVENT, exchange);
      const def = catalog.find(({ id }) => id === event);
      if (def === undefined) throw invalid(`there is no event ${event}`, 'event');
      events.emit(def, parse(def.data, data, 'data'));
      return undefined;
    },
  },
  {
    path: '/api/board/recording',
    methods: ['GET'],
    access: 'viewer',
    handle: async ({ query }) => {
      const { side, seconds } = parse(RECORDING, Object.fromEntries(query), 'the query');
      return { type: 'audio/wav', body: await board.recording(side, seconds) };
    },
  },
];
