/** The thread that decodes one audio clip, told as its workerData, and ends. Any message aborts it. */
import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '../core/clock.ts';
import { Fault, type FaultKind } from '../core/fault.ts';
import { decodeClip, type DecodedClip, type DecodeJob } from './decode-clip.ts';

/** What the thread tells. */
export type DecodeReport =
  | { readonly tell: 'progress'; readonly done: number }
  | { readonly tell: 'decoded'; readonly clip: DecodedClip }
  | {
      readonly tell: 'refused';
      readonly kind: FaultKind;
      readonly message: string;
      readonly field: string | undefined;
    };

const tell = (report: DecodeReport) => parentPort?.postMessage(report);
const aborter = new AbortController();
parentPort?.on('message', () => aborter.abort());

try {
  const clip = await decodeClip(workerData as DecodeJob, {
    clock: systemClock,
    signal: aborter.signal,
    progress: done => tell({ tell: 'progress', done }),
  });
  tell({ tell: 'decoded', clip });
} catch (error) {
  if (!(error instanceof Fault)) throw error;
  tell({ tell: 'refused', kind: error.kind, message: error.message, field: error.field });
}
parentPort?.close();
