import type { Clock, Off } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { EventBus } from '../events/index.ts';
import type { ParamStore } from '../settings/index.ts';
import { speakerTestActions } from './actions.ts';
import type { Analyst } from './analyst.ts';
import { Confirmation } from './confirmation.ts';
import type { Instrument } from './instrument.ts';
import { LIMIT } from './limits.ts';
import { confirmed, type HearableClass, retries, retryMinutes, testLevel } from './params.ts';
import { plotOf } from './reading.ts';
import { SpeakerTest } from './speaker-test.ts';
import { type HistoryEntry, SpeakerTestStore } from './store.ts';
import { trends } from './trend.ts';
import { speakerTestStatus } from './status.ts';

export interface SpeakerTestParts {
  readonly instrument: Instrument;
  readonly analyst: Analyst;
  readonly microphone: { readonly on: boolean };
  readonly events: EventBus;
  readonly params: ParamStore;
  readonly clock: Clock;
  readonly log: Log;
  /** Of the calibration, the history and the last recordings. */
  readonly folder: string;
  readonly temperature: () => number | undefined;
  readonly muted: () => { readonly output: boolean; readonly input: boolean };
  /** What is kept with a calibration, by path. */
  readonly noted: () => Readonly<Record<string, unknown>>;
  readonly sounding: ConstructorParameters<typeof Confirmation>[0]['sounding'];
  /** Calls back when the control button asks for a calibration. */
  readonly onButton: (calibrate: () => void) => Off;
}

/** The speaker test and all that is known of it. */
export function createSpeakerTest(parts: SpeakerTestParts) {
  const { instrument, analyst, microphone, params, clock, log, events } = parts;
  const store = new SpeakerTestStore(parts);
  const test = new SpeakerTest({
    ...parts,
    store,
    settings: () => ({
      levelDb: params.get(testLevel),
      outputMuted: parts.muted().output,
      inputMuted: parts.muted().input,
      retryMs: params.get(retryMinutes) * 60_000,
      retries: params.get(retries),
      noted: parts.noted(),
    }),
  });
  const isFree = () =>
    test.activity.doing === 'nothing' && microphone.on && !parts.muted().input && instrument.problem === undefined;
  const isClass = (name: string): name is HearableClass => Object.hasOwn(confirmed, name);
  const confirmation = new Confirmation({
    instrument,
    analyst,
    sounding: parts.sounding,
    wanted: name => isClass(name) && params.get(confirmed[name]),
    free: isFree,
    events,
    log,
  });
  const sinceCalibration = () => since(store.history, store.calibration?.at);

  return {
    speakerTest: {
      ...ordersOf(test),
      activity: () => test.activity,
      obstacle: () => test.obstacle ?? (instrument.urgent() === undefined ? undefined : ('busy' as const)),
      calibration: () => test.calibration,
      lastCalibration: () => test.lastCalibration,
      /** The reference as a plot shows it; empty before the calibration. */
      plot: () => (store.calibration === undefined ? [] : plotOf(store.calibration.calibration)),
      history: () => store.history,
      /** The level of all bands at which a test fails, dB. */
      failsBelow: LIMIT.low,
      trends: () => trends(sinceCalibration(), clock.now().getTime()),
      status: () =>
        speakerTestStatus({
          activity: test.activity,
          microphoneOn: microphone.on,
          calibratedAt: store.calibration?.at,
          history: sinceCalibration(),
        }),
      readRun: (id: number) => store.run(id),
      recording: (id: number, number: number) => store.recording(id, number),
    },
    actions: speakerTestActions(() => test.run()),
    async start(): Promise<Off> {
      const offs = [await test.start(), confirmation.start(), parts.onButton(() => calibrateByButton(test, log))];
      return () => offs.forEach(off => void off());
    },
  };
}

const ordersOf = (test: SpeakerTest) => ({
  calibrate: () => test.calibrate(),
  run: () => test.run(),
  stop: () => test.stop(),
  confirm: (clear: boolean) => test.confirm(clear),
  onChange: (listener: () => void) => test.onChange(listener),
});

export type SpeakerTestFace = ReturnType<typeof createSpeakerTest>['speakerTest'];

/** Nobody is there to be told why not but the log and who looks at the page. */
function calibrateByButton(test: SpeakerTest, log: Log): void {
  try {
    test.calibrate();
  } catch (error) {
    log.warn('the control button calibrates nothing', {
      error: error instanceof Error ? error.message : String(error),
    });
  }
}

const since = (history: readonly HistoryEntry[], at: string | undefined) =>
  at === undefined ? [] : history.filter(entry => entry.at >= at);
