import { Worker } from 'node:worker_threads';
import type { Clock } from '../core/clock.ts';
import { Fault } from '../core/fault.ts';
import type { Calibration, CalibrationError } from './calibration.ts';
import type { Match } from './hearing-match.ts';
import type { Verdict } from './verdict.ts';

/** What the thread is asked for. */
export type AnalysisJob =
  | { readonly do: 'calibrate'; readonly recordings: readonly Float32Array[] }
  /** All recordings that it was given so far are judged together. */
  | { readonly do: 'judge'; readonly calibration: Calibration; readonly recording: Float32Array }
  | { readonly do: 'match'; readonly played: Float32Array; readonly heard: Float32Array };

export type AnalysisReport =
  { readonly tell: 'done'; readonly result: unknown } | { readonly tell: 'refused'; readonly message: string };

/** A thread that has not answered for so long never will: the slowest machine needs a few seconds. */
const PATIENCE_MS = 120_000;
const MAX_HEAP_MB = 256;

/** One run's work on its recordings. Every call may throw Fault `failed`. */
export interface Analysis {
  calibrate(recordings: readonly Float32Array[]): Promise<Calibration | CalibrationError>;
  judge(calibration: Calibration, recording: Float32Array): Promise<Verdict>;
  match(played: Float32Array, heard: Float32Array): Promise<Match | undefined>;
  close(): void;
}

/** Begins the work of a run. */
export type Analyst = () => Analysis;

/** Each run has a thread of its own: its memory is used only while there is work. @param workerUrl analysis-worker */
export const createAnalyst =
  ({ workerUrl, clock }: { readonly workerUrl: URL; readonly clock: Clock }): Analyst =>
  () => {
    const worker = new Worker(workerUrl, { resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB } });
    const ask = (job: AnalysisJob) => answerOf(worker, job, clock);
    return {
      calibrate: async recordings => (await ask({ do: 'calibrate', recordings })) as Calibration | CalibrationError,
      judge: async (calibration, recording) => (await ask({ do: 'judge', calibration, recording })) as Verdict,
      match: async (played, heard) => (await ask({ do: 'match', played, heard })) as Match | undefined,
      close: () => void worker.terminate(),
    };
  };

async function answerOf(worker: Worker, job: AnalysisJob, clock: Clock): Promise<unknown> {
  const offs: (() => unknown)[] = [];
  try {
    return await new Promise((resolve, reject) => {
      const fail = (why: string) => reject(new Fault('failed', `the recording could not be analysed: ${why}`));
      const hear = (report: AnalysisReport) => (report.tell === 'done' ? resolve(report.result) : fail(report.message));
      const broke = (error: Error) => fail(error.message);
      const ended = () => fail('the analysis ended');
      worker.on('message', hear).on('error', broke).on('exit', ended);
      offs.push(
        () => worker.off('message', hear).off('error', broke).off('exit', ended),
        clock.after(PATIENCE_MS, () => fail('it takes too long')),
      );
      worker.postMessage(job);
    });
  } finally {
    for (const off of offs) off();
  }
}
