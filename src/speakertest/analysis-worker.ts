/** The thread that works on recordings of a speaker test, so that nothing else has to wait for it. */
import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { Fault } from '../core/fault.ts';
import { calibrate } from './calibration.ts';
import { type AnalysisJob, type AnalysisReport } from './analyst.ts';
import { hearingMatch } from './hearing-match.ts';
import { judge } from './verdict.ts';

/** Below everything else that this machine does; on Linux the priority is the thread's own. */
const NICE = 15;
/** Of the run that is judged, those before the newest included. */
const recordings: Float32Array[] = [];

function work(job: AnalysisJob): AnalysisReport {
  switch (job.do) {
    case 'calibrate':
      return { tell: 'done', result: calibrate(job.recordings) };
    case 'judge': {
      recordings.push(job.recording);
      return { tell: 'done', result: judge(job.calibration, recordings, true) };
    }
    case 'match':
      return { tell: 'done', result: hearingMatch(job.played, job.heard) };
  }
}

try {
  setPriority(NICE);
} catch {
  // Where that is not permitted the work is done all the same.
}
parentPort?.on('message', (job: AnalysisJob) => {
  try {
    parentPort?.postMessage(work(job));
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    parentPort?.postMessage({ tell: 'refused', message: error.message } satisfies AnalysisReport);
  }
});
