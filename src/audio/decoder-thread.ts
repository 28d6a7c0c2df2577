import { Worker } from 'node:worker_threads';
import type { Clock, Off } from '../core/clock.ts';

/** A thread that tells nothing for so long hangs on what is damaged. */
const PATIENCE_MS = 30_000;
/** How long a thread may take to stop by itself. */
const GRACE_MS = 1000;
const MAX_HEAP_MB = 192;

/** A thread for decoders, which may break down or hang there; `workerData` is told to it. */
export function startDecoderThread(workerUrl: URL, workerData: unknown): Worker {
  const worker = new Worker(workerUrl, {
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    // The decoders complain there about every damaged frame.
    stdout: true,
    stderr: true,
  });
  worker.stdout.resume();
  worker.stderr.resume();
  return worker;
}

/** Ends a thread that says nothing for too long. */
export function watchThread(worker: Worker, clock: Clock) {
  let lastHeard = clock.monotonic();
  const end = () => void worker.terminate();
  const offs: Off[] = [
    clock.every(PATIENCE_MS / 10, () => {
      if (clock.monotonic() - lastHeard >= PATIENCE_MS) end();
    }),
  ];
  return {
    heard: () => (lastHeard = clock.monotonic()),
    endSoon: () => offs.push(clock.after(GRACE_MS, end)),
    off: () => {
      for (const off of offs) off();
    },
  };
}
