/**
 * audiod: the audio process. Its parent, the supervisor, holds the other end of the socket on fd 3. With `--devices` it
 * only prints what PortAudio lists.
 */
import { readdirSync } from 'node:fs';
import { Socket } from 'node:net';
import { setPriority } from 'node:os';
import { Worker } from 'node:worker_threads';
import { systemClock } from '../core/clock.ts';
import { createLog, type Log, standardSink } from '../core/log.ts';
import { MessageLink } from '../core/framing.ts';
import { AudioProcess } from './audio-process.ts';
import type { Command, DeviceConfig, Report } from './contract.ts';
import { createDecoder } from './codecs/create-decoder.ts';
import { createEncoder } from './codecs/create-encoder.ts';
import { driverStates } from './drivers/driver-states.ts';
import { type AudioDriver, createDriver } from './drivers/index.ts';
import { loadNative } from './portaudio/native.ts';
import {
  SCOREBOARD_WORDS,
  type WorkerCommand,
  type WorkerReport,
  type WorkerStart,
  type WorkerStream,
} from './worker-contract.ts';

const SUPERVISOR_FD = 3;

/** Above other programs; the mixer has a real-time priority of its own. */
const NICE = -11;

function listDevices(): void {
  const { outputs, inputs } = createDriver('portaudio', { clock: systemClock }).devices();
  process.stdout.write(`${JSON.stringify({ outputs, inputs })}\n`);
}

function serve(): void {
  const log = createLog(standardSink(), 'audiod');
  hurry(log);
  const link = new MessageLink<Command, Report>(new Socket({ fd: SUPERVISOR_FD }));
  const native = loadNative();
  const scoreboard = new Float64Array(new SharedArrayBuffer(SCOREBOARD_WORDS * 8));
  const start: WorkerStart = { scoreboard };
  const worker = new Worker(new URL('./mixer-worker.mjs', import.meta.url), { workerData: start });
  const drivers = new Map<string, AudioDriver>();
  let stream: WorkerStream | undefined;

  const driver = (name: DeviceConfig['driver']) => {
    const made = drivers.get(name) ?? createDriver(name, { clock: systemClock });
    drivers.set(name, made);
    return made;
  };
  const tellWorker = (command: WorkerCommand) => {
    if (command.do === 'stream') stream = command.stream;
    worker.postMessage(command);
    // It waits for the card; what it is told should not wait for a whole period.
    if (stream?.waiter.by === 'native') native?.wake(stream.waiter.stream);
  };
  const report = (message: Report) => link.send(message);
  // Not exit(): a lost card may have left a thread behind that exit() would wait for.
  const leave = () => process.kill(process.pid, 'SIGKILL');
  const giveUp = (why: string) => {
    log.error('the audio process gives up', { why });
    leave();
  };
  const sendPacket = (listener: number, packet: Uint8Array) => link.sendBytes(listener, packet);
  const codecs = { decoder: createDecoder, encoder: createEncoder };
  const shared = { clock: systemClock, log, giveUp, scoreboard, report, sendPacket, tellWorker, ...codecs };
  const audio = new AudioProcess({ ...shared, driver, drivers: driverStates() });

  worker.on('message', (message: WorkerReport) => audio.hear(message));
  worker.on('error', error => giveUp(`the mixer died: ${error.stack ?? error.message}`));
  const stop = audio.start();
  link.receive({
    heard: command => audio.obey(command),
    bytes: (voice, bytes) => audio.push(voice, bytes),
    closed: why => {
      log.info('the supervisor is gone', { why });
      stop();
      leave();
    },
  });
  link.send({ tell: 'hello', pid: process.pid, portaudio: native?.version() ?? 'none' });
}

/**
 * Commands and clips should not wait for other programs; where that is not permitted, they may. Node's helpers as well:
 * the mixer waits for locks of theirs, and they must come to run to let go of them.
 */
function hurry(log: Log): void {
  try {
    for (const thread of readdirSync('/proc/self/task')) setPriority(Number(thread), NICE);
  } catch (error) {
    log.debug('the audio process keeps its priority', { error: String(error) });
  }
}

if (process.argv.includes('--devices')) listDevices();
else serve();
