import { type Clock, type Off, pause } from '../core/clock.ts';
import { Listeners } from '../core/listeners.ts';
import { conflict, Fault, unavailable } from '../core/fault.ts';
import { inBackground } from '../core/background.ts';
import type { Log } from '../core/log.ts';
import type { EventBus } from '../events/index.ts';
import type { Analyst } from './analyst.ts';
import { CALIBRATION_RECORDINGS } from './calibration.ts';
import { speakerTestCalibrated, speakerTestResult, speakerTestUndecided } from './events.ts';
import type { Instrument } from './instrument.ts';
import { measure, type StimulusFile } from './measurement.ts';
import { type Activity, type CalibrationFacts, type CalibrationOutcome, type Obstacle, OBSTACLES } from './state.ts';
import type { HistoryEntry, Retry, SpeakerTestStore } from './store.ts';
import { cannot, runTest, type TestOutcome } from './test-run.ts';
import { tryUntilDecided } from './tries.ts';

export interface SpeakerTestDeps {
  readonly instrument: Instrument;
  readonly analyst: Analyst;
  readonly store: SpeakerTestStore;
  readonly microphone: { readonly on: boolean };
  readonly events: Pick<EventBus, 'emit'>;
  readonly clock: Clock;
  readonly log: Log;
  /** °C of the processor, where there is a sensor. */
  readonly temperature: () => number | undefined;
  readonly settings: () => {
    readonly levelDb: number;
    readonly outputMuted: boolean;
    readonly inputMuted: boolean;
    readonly retryMs: number;
    readonly retries: number;
    /** What is kept with a calibration, by path. */
    readonly noted: Readonly<Record<string, unknown>>;
  };
}

/** How often it is looked whether what is urgent still sounds. */
const QUIET_EVERY_MS = 500;

/** Calibrates and runs the speaker test, one at a time, and says what came of it. */
export class SpeakerTest {
  readonly #deps: SpeakerTestDeps;
  readonly #changes = new Listeners<[]>();
  #activity: Activity = { doing: 'nothing' };
  #sound: StimulusFile | undefined;
  #lastCalibration: CalibrationOutcome | undefined;
  /** Of what runs: it is to end. */
  #stopped = false;
  #wake: () => void = () => undefined;

  constructor(deps: SpeakerTestDeps) {
    this.#deps = deps;
  }

  async start(): Promise<Off> {
    this.#sound = await this.#deps.store.load();
    const { retry } = this.#deps.store;
    if (retry !== undefined) this.#begin(retry);
    let before = this.#inTheWay;
    const off = this.#deps.instrument.onChange(() => {
      const now = this.#inTheWay;
      if (now !== before) this.#changes.tell();
      before = now;
    });
    return () => {
      off();
      this.#halt();
    };
  }

  get activity(): Activity {
    return this.#activity;
  }

  get lastCalibration(): CalibrationOutcome | undefined {
    return this.#lastCalibration;
  }

  get calibration(): CalibrationFacts | undefined {
    const stored = this.#deps.store.calibration;
    if (stored === undefined) return undefined;
    const { at, levelDb, temperature, hardware, settings: noted, confirmed } = stored;
    const facts = { at, levelDb, temperature, hardware, settings: noted, confirmed };
    const { instrument, settings } = this.#deps;
    const isOther = instrument.problem === undefined && instrument.hardware !== facts.hardware;
    const stale = [
      ...(isOther ? (['hardware-changed'] as const) : []),
      ...(settings().levelDb !== facts.levelDb ? (['level-changed'] as const) : []),
    ];
    return { ...facts, stale };
  }

  onChange(listener: () => void): Off {
    return this.#changes.add(listener);
  }

  /** Why nothing can be measured now, whatever it is for; undefined where nothing is in the way. */
  get obstacle(): Obstacle | undefined {
    const { instrument, microphone, settings } = this.#deps;
    const { inputMuted, outputMuted } = settings();
    if (this.#activity.doing !== 'nothing') return 'running';
    if (!microphone.on) return 'mic-off';
    if (inputMuted) return 'mic-muted';
    return outputMuted ? 'output-muted' : instrument.problem;
  }

  /**
   * Begins a calibration; `onChange` and the event tell how it goes.
   * @throws Fault `unavailable` or `conflict` that says why not
   */
  calibrate(): void {
    const { instrument, log } = this.#deps;
    this.#expect(this.obstacle ?? (instrument.urgent() === undefined ? undefined : 'busy'));
    this.#stopped = false;
    this.#show({ doing: 'calibrating', phase: 'playing', recording: 1, of: CALIBRATION_RECORDINGS });
    inBackground(log, 'calibrating the speaker test', () => this.#calibrate());
  }

  /**
   * Begins a test; it waits while something urgent sounds.
   * @throws Fault `unavailable` or `conflict` that says why not
   */
  run(): void {
    const { calibration } = this.#deps.store;
    this.#expect(this.obstacle ?? (calibration === undefined ? 'not-calibrated' : undefined));
    this.#begin();
  }

  /** Ends what runs or waits, without a result. */
  stop(): void {
    inBackground(this.#deps.log, 'forgetting the retry', () => this.#deps.store.tryAgain(undefined));
    this.#halt();
  }

  #halt(): void {
    this.#stopped = true;
    this.#deps.instrument.stop();
    this.#wake();
  }

  /** @param retry it was begun before a restart, and waited */
  #begin(retry?: Retry): void {
    this.#stopped = false;
    this.#show({ doing: 'testing', phase: 'playing', recording: 1, of: 1 });
    inBackground(this.#deps.log, 'the speaker test', () => this.#test(retry));
  }

  /** Somebody who listened says whether the tones were clear; where not, there is no calibration. @throws Fault `conflict` */
  async confirm(clear: boolean): Promise<void> {
    const { store } = this.#deps;
    if (store.calibration === undefined) throw conflict('there is no calibration to confirm');
    await store.calibrate(clear ? { ...store.calibration, confirmed: true } : undefined);
    this.#changes.tell();
  }

  /** What else may change what can be begun, and what is told of the calibration. */
  get #inTheWay(): string {
    const { instrument } = this.#deps;
    return [this.obstacle, instrument.urgent(), ...(this.calibration?.stale ?? [])].join(' ');
  }

  #expect(obstacle: Obstacle | undefined): void {
    if (obstacle === undefined) return;
    const isBusy = obstacle === 'running' || obstacle === 'busy' || obstacle === 'not-calibrated';
    throw (isBusy ? conflict : unavailable)(OBSTACLES[obstacle]);
  }

  async #calibrate(): Promise<void> {
    const analysis = this.#deps.analyst();
    let reason = 'failed';
    try {
      reason = await this.#tryToCalibrate(analysis);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.#deps.log.error('the calibration failed', { error: error.message });
    } finally {
      analysis.close();
      this.#lastCalibration = { at: this.#now(), reason };
      this.#show({ doing: 'nothing' });
      this.#deps.log.info('speaker test calibration', { calibrated: reason === '', reason });
      this.#deps.events.emit(speakerTestCalibrated, { calibrated: reason === '', reason });
    }
  }

  /** @returns why it is refused; nothing where it is stored */
  async #tryToCalibrate(analysis: ReturnType<Analyst>): Promise<string> {
    const { instrument, settings, store, temperature } = this.#deps;
    const { levelDb, noted } = settings();
    const recordings: Float32Array[] = [];
    const of = CALIBRATION_RECORDINGS;
    while (recordings.length < of) {
      this.#show({ doing: 'calibrating', phase: 'playing', recording: recordings.length + 1, of });
      const recording = await this.#measure(levelDb);
      if (typeof recording === 'string') return recording;
      recordings.push(recording);
    }
    this.#show({ doing: 'calibrating', phase: 'analysing', recording: of, of });
    const calibration = await analysis.calibrate(recordings);
    if (typeof calibration === 'string') return calibration;
    await store.calibrate({
      at: this.#now(),
      levelDb,
      temperature: temperature() ?? null,
      hardware: instrument.hardware,
      settings: noted,
      confirmed: false,
      calibration,
    });
    return '';
  }

  async #test(retry?: Retry): Promise<void> {
    const outcome = await tryUntilDecided({
      deps: this.#deps,
      retry,
      test: () => this.#tryToTest(),
      wait: (ms, waiting) => {
        this.#show({ doing: 'waiting', ...waiting });
        return this.#sleep(ms);
      },
      isStopped: () => this.#stopped,
    });
    if (outcome !== undefined) {
      await this.#settle(outcome);
      await this.#deps.store.tryAgain(undefined);
    }
    this.#show({ doing: 'nothing' });
  }

  async #tryToTest(): Promise<TestOutcome> {
    const { store, analyst, log } = this.#deps;
    const stored = store.calibration;
    if (stored === undefined || !(await this.#quiet())) return cannot(stored === undefined ? 'not-calibrated' : 'busy');
    const analysis = analyst();
    try {
      return await runTest({
        calibration: stored.calibration,
        analysis,
        measure: () => this.#measure(stored.levelDb),
        microphoneOn: () => this.#deps.microphone.on,
        show: step => this.#show({ doing: 'testing', ...step }),
      });
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      log.error('the speaker test failed', { error: error.message });
      return cannot('failed');
    } finally {
      analysis.close();
    }
  }

  /** @returns false where something urgent goes on for as long as a retry would take */
  async #quiet(): Promise<boolean> {
    const { instrument, clock, settings } = this.#deps;
    const until = clock.monotonic() + settings().retryMs;
    for (let urgent = instrument.urgent(); urgent !== undefined; urgent = instrument.urgent()) {
      if (clock.monotonic() >= until || this.#stopped) return false;
      this.#show({ doing: 'postponed', reason: urgent });
      await this.#sleep(QUIET_EVERY_MS);
    }
    return true;
  }

  #measure(levelDb: number): ReturnType<typeof measure> {
    if (this.#sound === undefined || this.#stopped) return Promise.resolve('interrupted');
    return measure(this.#deps.instrument, this.#sound, levelDb);
  }

  async #settle({ verdict, reason, score, advice, reading, recordings }: TestOutcome): Promise<void> {
    const { store, temperature, events, log } = this.#deps;
    const entry: Omit<HistoryEntry, 'id'> = {
      at: this.#now(),
      verdict,
      reason,
      score,
      advice,
      recordings: recordings.length,
      temperature: temperature() ?? null,
      means: reading?.means ?? null,
    };
    await store.add(entry, reading, recordings);
    log.info('speaker test', { verdict, reason, score });
    if (verdict === 'pass' || verdict === 'fail') {
      events.emit(speakerTestResult, { status: verdict === 'pass' ? 'OK' : 'Failed', reason });
    } else events.emit(speakerTestUndecided, { verdict, reason });
  }

  async #sleep(ms: number): Promise<void> {
    const woken = new Promise<void>(resolve => (this.#wake = resolve));
    await Promise.race([pause(this.#deps.clock, ms), woken]);
  }

  #show(activity: Activity): void {
    this.#activity = activity;
    this.#changes.tell();
  }

  #now(): string {
    return this.#deps.clock.now().toISOString();
  }
}
