import { Fault } from '../core/fault.ts';
import { boolean, object } from '../core/schema.ts';
import { type Exchange, idIn, type Route } from '../http/index.ts';
import type { SpeakerTestFace } from '../speakertest/index.ts';
import { attachment } from './attachment.ts';
import type { SpeakerTestInfo, SpeakerTestRun } from './contract.ts';
import { bodyOf, json } from './json.ts';

const SHOWN = 100;
const CONFIRM = object({ clear: boolean() });

/** Calibration and test of the speaker, and what came of them. */
export const speakerTestRoutes = (test: SpeakerTestFace): Route[] => [
  {
    path: '/api/speaker-test',
    methods: ['GET'],
    access: 'viewer',
    handle: async () => json(await infoOf(test)),
  },
  order('calibrate', 'admin', () => test.calibrate()),
  order('run', 'operator', () => test.run()),
  order('stop', 'operator', () => test.stop()),
  order('confirm', 'admin', async exchange => test.confirm((await bodyOf(CONFIRM, exchange)).clear)),
  {
    path: '/api/speaker-test/runs/:id',
    methods: ['GET'],
    access: 'operator',
    handle: async exchange => ({
      ...json(await test.readRun(numberIn(idIn(exchange)))),
      headers: { 'Content-Disposition': attachment(`speaker-test-${numberIn(idIn(exchange))}.json`) },
    }),
  },
  {
    path: '/api/speaker-test/runs/:id/recordings/:number',
    methods: ['GET'],
    access: 'operator',
    handle: async ({ params }) => {
      const [id, number] = [numberIn(params['id']), numberIn(params['number'])];
      return {
        type: 'audio/wav',
        body: await test.recording(id, number),
        headers: { 'Content-Disposition': attachment(`speaker-test-${id}-${number}.wav`) },
      };
    },
  },
];

const order = (name: string, access: 'operator' | 'admin', act: (exchange: Exchange) => unknown): Route => ({
  path: `/api/speaker-test/${name}`,
  methods: ['POST'],
  access,
  handle: async exchange => {
    await act(exchange);
    return undefined;
  },
});

/** A whole number, or 0, which nothing has. */
const numberIn = (text: string | undefined) => (/^\d{1,9}$/.test(text ?? '') ? Number(text) : 0);

async function infoOf(test: SpeakerTestFace): Promise<SpeakerTestInfo> {
  const history = test.history();
  return {
    activity: test.activity(),
    obstacle: test.obstacle() ?? null,
    status: test.status().status,
    calibration: test.calibration() ?? null,
    lastCalibration: test.lastCalibration() ?? null,
    plot: test.plot(),
    last: await lastOf(test),
    history: history.slice(-SHOWN),
    trends: test.trends(),
    failsBelow: test.failsBelow,
  };
}

/** Of a run whose details are gone there is what the history says. */
async function lastOf(test: SpeakerTestFace): Promise<SpeakerTestRun | null> {
  const last = test.history().at(-1);
  if (last === undefined) return null;
  try {
    return await test.readRun(last.id);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { ...last, reading: null };
  }
}
