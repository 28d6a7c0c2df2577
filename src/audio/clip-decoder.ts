import type { Clock } from '../core/clock.ts';
import { Fault } from '../core/fault.ts';
import type { Log } from '../core/log.ts';
import type { DecodedClip, DecodeJob } from './decode-clip.ts';
import type { DecodeReport } from './decode-worker.ts';
import { startDecoderThread, watchThread } from './decoder-thread.ts';

export interface DecodeOptions {
  readonly signal: AbortSignal;
  /** Called with the part of the file that was read, 0..1. */
  readonly progress?: (done: number) => void;
}

/**
 * Decodes an audio clip. When it fails, what was written of the target is left for the caller to remove; nobody writes
 * to it any more.
 * @throws Fault `unsupported`, `invalid`, `too-large`, `full`, or `failed` when it was aborted or broke down
 */
export type ClipDecoder = (job: DecodeJob, options: DecodeOptions) => Promise<DecodedClip>;

interface ClipDecoderDeps {
  /** The script of the thread: decode-worker. */
  readonly workerUrl: URL;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Decodes one clip at a time, each in a thread of its own: what a damaged file does to a decoder ends with the thread,
 * and memory is used only while there is work.
 */
export function createClipDecoder(deps: ClipDecoderDeps): ClipDecoder {
  let last: Promise<unknown> = Promise.resolve();
  return (job, options) => {
    const turn = last;
    const decoded = untilAborted(turn, options.signal).then(() => decodeInThread(deps, job, options));
    last = Promise.allSettled([turn, decoded]);
    return decoded;
  };
}

/** @throws Fault `failed` when aborted before */
async function untilAborted(turn: Promise<unknown>, signal: AbortSignal): Promise<void> {
  let abort = () => undefined as unknown;
  const aborted = new Promise<never>((_resolve, reject) => (abort = () => reject(stopped())));
  signal.addEventListener('abort', abort);
  try {
    if (signal.aborted) throw stopped();
    await Promise.race([turn, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

async function decodeInThread(
  deps: ClipDecoderDeps,
  job: DecodeJob,
  { signal, progress }: DecodeOptions,
): Promise<DecodedClip> {
  if (signal.aborted) throw stopped();
  const worker = startDecoderThread(deps.workerUrl, job);
  const watchdog = watchThread(worker, deps.clock);
  const abort = () => {
    worker.postMessage('abort');
    watchdog.endSoon();
  };
  signal.addEventListener('abort', abort);
  try {
    return await new Promise<DecodedClip>((resolve, reject) => {
      worker.on('message', (report: DecodeReport) => {
        watchdog.heard();
        if (report.tell === 'progress') progress?.(report.done);
        else if (report.tell === 'decoded') resolve(report.clip);
        else reject(new Fault(report.kind, report.message, report.field === undefined ? {} : { field: report.field }));
      });
      worker.on('error', error => {
        deps.log.error('the decoder broke down', { error: error.stack ?? String(error) });
        reject(brokeDown());
      });
      worker.on('exit', () => reject(signal.aborted ? stopped() : brokeDown()));
    });
  } finally {
    signal.removeEventListener('abort', abort);
    watchdog.off();
    await worker.terminate();
  }
}

const stopped = () => new Fault('failed', 'decoding was stopped');
const brokeDown = () =>
  new Fault('invalid', 'the file could not be decoded, it seems to be damaged; upload another', { field: 'file' });
