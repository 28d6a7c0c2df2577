/** The thread that fetches and decodes one stream, told as its workerData. Each message to it asks for one more piece. */
import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '../../core/clock.ts';
import { Fault, type FaultKind } from '../../core/fault.ts';
import { decodeStream } from './decode-stream.ts';
import { SoundBytes } from './sound-bytes.ts';
import { openStation } from './station.ts';

/** What the thread tells. */
export type RadioReport =
  | { readonly tell: 'named'; readonly title: string }
  | { readonly tell: 'sound'; readonly bytes: Uint8Array }
  | { readonly tell: 'ended' }
  | { readonly tell: 'refused'; readonly kind: FaultKind; readonly message: string };

/** Pieces that are on their way before anybody has asked. */
const WINDOW = 4;

const tell = (report: RadioReport) => parentPort?.postMessage(report);
let room = WINDOW;
let wake: () => void = () => undefined;
parentPort?.on('message', () => {
  room++;
  wake();
});

async function send(bytes: Uint8Array): Promise<void> {
  while (room === 0) await new Promise<void>(resolve => (wake = resolve));
  room--;
  tell({ tell: 'sound', bytes });
}

async function play(url: string): Promise<void> {
  const named = (title: string) => tell({ tell: 'named', title });
  const { type, sound } = await openStation(url, { clock: systemClock, signal: new AbortController().signal, named });
  const out = new SoundBytes();
  for await (const { samples, rate } of decodeStream(sound, type)) {
    for (const bytes of out.take(samples, rate)) await send(bytes);
  }
  for (const bytes of out.flush()) await send(bytes);
}

try {
  await play((workerData as { url: string }).url);
  tell({ tell: 'ended' });
} catch (error) {
  if (!(error instanceof Fault)) throw error;
  tell({ tell: 'refused', kind: error.kind, message: error.message });
}
parentPort?.close();
