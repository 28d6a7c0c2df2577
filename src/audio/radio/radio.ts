import { on } from 'node:events';
import type { Clock } from '../../core/clock.ts';
import { Fault } from '../../core/fault.ts';
import type { Log } from '../../core/log.ts';
import { startDecoderThread, watchThread } from '../decoder-thread.ts';
import type { StreamSource } from '../stream-source.ts';
import type { RadioReport } from './radio-worker.ts';

interface RadioDeps {
  /** The script of the thread: radio-worker. */
  readonly workerUrl: URL;
  readonly clock: Clock;
  readonly log: Log;
}

/** Fetches and decodes MP3, Ogg Vorbis, Opus and FLAC over HTTP and HTTPS, each stream in a thread of its own. */
export const createRadio = ({ workerUrl, clock, log }: RadioDeps): StreamSource =>
  async function* ({ url, signal, named }) {
    const worker = startDecoderThread(workerUrl, { url });
    const watchdog = watchThread(worker, clock);
    try {
      for await (const [report] of on(worker, 'message', { signal, close: ['exit'] }) as AsyncIterable<[RadioReport]>) {
        watchdog.heard();
        if (report.tell === 'ended') return;
        if (report.tell === 'refused') throw new Fault(report.kind, report.message);
        if (report.tell === 'named') named(report.title);
        else yield report.bytes;
        if (report.tell === 'sound') worker.postMessage('more');
      }
      throw new Fault('failed', 'the stream could not be decoded');
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof Fault) throw error;
      log.error('the decoder of a stream broke down', { error: error instanceof Error ? error.stack : String(error) });
      throw new Fault('failed', 'the stream could not be decoded', { cause: error });
    } finally {
      watchdog.off();
      await worker.terminate();
    }
  };
