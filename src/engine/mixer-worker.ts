/** The real-time thread of the audio process: waits for the sound card, mixes, and nothing else. */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { msOf, SAMPLE_RATE } from '../dsp/format.ts';
import { Capture } from './capture/capture.ts';
import { hasCanceller, requireCapture } from './capture/native.ts';
import type { Canceller } from './contract.ts';
import { CONTROL } from './control.ts';
import { MixingLoop } from './mixing-loop.ts';
import { loadNative } from './portaudio/native.ts';
import { SCORE, type WorkerCommand, type WorkerStart, type WorkerStream } from './worker-contract.ts';

/** Above the callback's wish, below the kernel's own threads (docs/audio.md). */
const FIFO_PRIORITY = 20;
/** Long enough to cost nothing, short enough to obey while no card turns. */
const PATIENCE_MS = 100;
const WITHOUT_CARD_MS = 10;

const { scoreboard } = workerData as WorkerStart;
const port = parentPort;
if (port === null) throw new Error('the mixer runs as a worker');
const native = loadNative();
const loop = new MixingLoop({ scoreboard, report: message => port.postMessage(message), capture: openCapture });
const nobody = new Int32Array(new SharedArrayBuffer(4));
let stream: WorkerStream | undefined;
let last = performance.now();

/** Without an add-on the microphone is heard as it is. */
function openCapture(canceller: Canceller): Capture | undefined {
  try {
    return new Capture(requireCapture(hasCanceller(canceller) ? canceller : 'speexdsp'));
  } catch {
    return undefined;
  }
}

scoreboard[SCORE.REALTIME] = native?.setRealtime(FIFO_PRIORITY) === true ? 1 : 0;

/** Waits until the card has taken a block, or somebody has something to say. */
function rest(): void {
  if (stream === undefined) {
    Atomics.wait(nobody, 0, 0, WITHOUT_CARD_MS);
  } else if (stream.waiter.by === 'native') {
    native?.wait(stream.waiter.stream, PATIENCE_MS);
  } else {
    const { control } = stream.rings;
    Atomics.wait(control, CONTROL.OUT_READ, Atomics.load(control, CONTROL.OUT_READ), msOf(stream.ringFrames) / 2);
  }
}

function work(): void {
  if (stream !== undefined) {
    loop.turn();
    return;
  }
  const now = performance.now();
  const frames = Math.floor(((now - last) * SAMPLE_RATE) / 1000);
  last += msOf(frames);
  loop.pass(Math.min(frames, SAMPLE_RATE));
}

for (;;) {
  for (let got = receiveMessageOnPort(port); got !== undefined; got = receiveMessageOnPort(port)) {
    const command = got.message as WorkerCommand;
    if (command.do === 'stream') {
      stream = command.stream;
      last = performance.now();
    }
    loop.obey(command);
  }
  work();
  rest();
}
