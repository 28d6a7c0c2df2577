import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureFolder, readIfThere, replaceFile } from '../core/files.ts';
import { notFound } from '../core/fault.ts';
import type { Log } from '../core/log.ts';
import { boolean, choice, integer, list, nullable, number, object, type Schema, string } from '../core/schema.ts';
import { SAMPLE_RATE } from '../dsp/format.ts';
import { toInt16 } from '../dsp/int16.ts';
import { writeWav } from '../dsp/wav.ts';
import { JsonFile } from '../settings/index.ts';
import { type Calibration, readCalibration } from './calibration.ts';
import { stimulusSamples, type StimulusFile } from './measurement.ts';
import type { Reading } from './reading.ts';

/** A result every night for more than a year. */
const MOST_ENTRIES = 500;
/** Runs whose recordings are kept: 0.8 MB for each recording. */
const KEPT_RUNS = 8;

const MEANS = object({
  all: nullable(number()),
  low: nullable(number()),
  middle: nullable(number()),
  high: nullable(number()),
});
const ENTRY = object({
  id: integer({ minimum: 1 }),
  at: string(),
  verdict: choice(['pass', 'fail', 'inconclusive', 'cannot']),
  reason: string(),
  score: number(),
  advice: list(string()),
  recordings: integer(),
  temperature: nullable(number()),
  means: nullable(MEANS),
});
const HISTORY = list(ENTRY);
const RETRY = nullable(object({ at: string(), reason: string(), triesLeft: integer({ minimum: 1 }) }));

/** A test that was made, and what came of it. */
export interface HistoryEntry {
  readonly id: number;
  /** ISO 8601. */
  readonly at: string;
  readonly verdict: 'pass' | 'fail' | 'inconclusive' | 'cannot';
  /** A reason of the analysis, or what kept the test from being made. */
  readonly reason: string;
  readonly score: number;
  readonly advice: readonly string[];
  /** How many were made. */
  readonly recordings: number;
  /** Of the processor, °C; null where there is no sensor. */
  readonly temperature: number | null;
  /** Means over bands, dB from the calibration. */
  readonly means: {
    readonly all: number | null;
    readonly low: number | null;
    readonly middle: number | null;
    readonly high: number | null;
  } | null;
}

/** A calibration and what was so when it was made. */
export interface StoredCalibration {
  readonly at: string;
  /** dBFS of the stimulus. */
  readonly levelDb: number;
  readonly temperature: number | null;
  readonly hardware: string;
  /** Gains, equalizer and volume as they were set, by path. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Somebody who listened said that the tones were clear. */
  readonly confirmed: boolean;
  readonly calibration: Calibration;
}

const ANYTHING: Schema<Readonly<Record<string, unknown>>> = { type: 'object', additionalProperties: {} };
const CALIBRATION = nullable(
  object({
    at: string(),
    levelDb: number(),
    temperature: nullable(number()),
    hardware: string(),
    settings: ANYTHING,
    confirmed: boolean(),
    calibration: ANYTHING,
  }),
);

/** A try that decided nothing is followed by another one. */
export interface Retry {
  /** ISO 8601. */
  readonly at: string;
  /** Of the try before. */
  readonly reason: string;
  /** With this one. */
  readonly triesLeft: number;
}

/** A run as it is exported. */
export interface StoredRun extends HistoryEntry {
  readonly reading: Reading | null;
}

interface StoreDeps {
  readonly folder: string;
  readonly log: Log;
}

/** Calibration, history and the last recordings on the disk. */
export class SpeakerTestStore {
  readonly #deps: StoreDeps;
  readonly #calibrationFile: JsonFile<unknown>;
  readonly #historyFile: JsonFile<HistoryEntry[]>;
  readonly #retryFile: JsonFile<Retry | null>;
  #calibration: StoredCalibration | undefined;
  #history: readonly HistoryEntry[] = [];
  #retry: Retry | undefined;

  constructor(deps: StoreDeps) {
    const { folder, log } = deps;
    this.#deps = deps;
    this.#calibrationFile = new JsonFile({
      path: `${folder}/calibration.json`,
      schema: CALIBRATION,
      empty: null,
      log,
    });
    this.#historyFile = new JsonFile({
      path: `${folder}/history.json`,
      schema: HISTORY,
      empty: [],
      log,
    });
    this.#retryFile = new JsonFile({ path: `${folder}/retry.json`, schema: RETRY, empty: null, log });
  }

  get calibration(): StoredCalibration | undefined {
    return this.#calibration;
  }

  /** Since the calibration and before, the newest last. */
  get history(): readonly HistoryEntry[] {
    return this.#history;
  }

  /** What is to be tried again, after a restart as well. */
  get retry(): Retry | undefined {
    return this.#retry;
  }

  /** @returns the stimulus, where the audio process finds it */
  async load(): Promise<StimulusFile> {
    const { folder, log } = this.#deps;
    await ensureFolder(join(folder, 'runs'));
    this.#history = await this.#historyFile.load();
    this.#retry = (await this.#retryFile.load()) ?? undefined;
    const stored = (await this.#calibrationFile.load()) as StoredCalibration | null;
    try {
      this.#calibration = stored === null ? undefined : { ...stored, calibration: readCalibration(stored.calibration) };
    } catch (error) {
      log.warn('the calibration is of another version; calibrate again', { error: String(error) });
    }
    const samples = stimulusSamples();
    const file = join(folder, 'stimulus.pcm');
    await replaceFile(file, new Uint8Array(samples.buffer));
    return { file, frames: samples.length };
  }

  async calibrate(calibration: StoredCalibration | undefined): Promise<void> {
    await this.#calibrationFile.save(calibration ?? null);
    this.#calibration = calibration;
  }

  async tryAgain(retry: Retry | undefined): Promise<void> {
    if (retry === this.#retry) return;
    await this.#retryFile.save(retry ?? null);
    this.#retry = retry;
  }

  /** Keeps a result; its recordings as long as there are not too many newer ones. */
  async add(
    entry: Omit<HistoryEntry, 'id'>,
    reading: Reading | undefined,
    recordings: readonly Float32Array[],
  ): Promise<HistoryEntry> {
    const added = { ...entry, id: (this.#history.at(-1)?.id ?? 0) + 1 };
    const history = [...this.#history, added].slice(-MOST_ENTRIES);
    await this.#historyFile.save(history);
    this.#history = history;
    await this.#keepRun({ ...added, reading: reading ?? null }, recordings).catch((error: unknown) =>
      this.#deps.log.warn('the recordings of a speaker test could not be kept', { error: String(error) }),
    );
    return added;
  }

  /** @throws Fault `not-found` */
  async run(id: number): Promise<StoredRun> {
    const text = await readIfThere(this.#path(`${id}.json`));
    if (text === undefined) throw notFound(`there is no speaker test ${id} any more`);
    return JSON.parse(text) as StoredRun;
  }

  /** A WAV file. @param number from 1 on. @throws Fault `not-found` */
  async recording(id: number, number: number): Promise<Uint8Array> {
    return readFile(this.#path(`${id}-${number}.wav`)).catch(() => {
      throw notFound(`there is no recording ${number} of the speaker test ${id} any more`);
    });
  }

  async #keepRun(run: StoredRun, recordings: readonly Float32Array[]): Promise<void> {
    for (const [index, recording] of recordings.entries()) {
      await replaceFile(this.#path(`${run.id}-${index + 1}.wav`), writeWav(toInt16(recording), SAMPLE_RATE));
    }
    await replaceFile(this.#path(`${run.id}.json`), JSON.stringify(run));
    for (const name of await readdir(this.#path(''))) {
      if (parseInt(name, 10) <= run.id - KEPT_RUNS) await rm(this.#path(name), { force: true });
    }
  }

  #path(name: string): string {
    return join(this.#deps.folder, 'runs', name);
  }
}
