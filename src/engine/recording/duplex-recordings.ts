import type { Clock, Off } from '../../core/clock.ts';
import { toInt16 } from '../../dsp/int16.ts';
import type { Report } from '../contract.ts';
import { RingReader } from '../source-ring.ts';
import type { WorkerCommand } from '../worker-contract.ts';
import { createRecorderMemory, type RecorderMemory, recorderState } from './recorder-memory.ts';

const TURN_MS = 20;
/** Frames in one message. */
const PIECE_FRAMES = 9600;
/** Without a frame for so long there is no card that turns. */
const STALLED_MS = 3000;

interface RecordingsDeps {
  readonly clock: Clock;
  readonly tellWorker: (command: WorkerCommand) => void;
  /** Pairs of int16, little-endian: what was played, what was heard. */
  readonly send: (recording: number, pairs: Uint8Array) => void;
  readonly report: (report: Report) => void;
}

interface Running {
  readonly memory: RecorderMemory;
  readonly played: RingReader;
  readonly heard: RingReader;
  /** ms on the monotonic clock. */
  lastAt: number;
}

/** Recordings of what is played beside what is heard, on their way from the mixer's thread to the supervisor. One at a time. */
export class DuplexRecordings {
  readonly #deps: RecordingsDeps;
  readonly #played = new Float32Array(PIECE_FRAMES);
  readonly #heard = new Float32Array(PIECE_FRAMES);
  #number = 0;
  #running: Running | undefined;

  constructor(deps: RecordingsDeps) {
    this.#deps = deps;
  }

  start(): Off {
    return this.#deps.clock.every(TURN_MS, () => this.#turn());
  }

  /** Begins a recording; one that runs is given up. */
  record(recording: number, frames: number): void {
    this.stop(this.#number);
    const memory = createRecorderMemory();
    this.#number = recording;
    this.#running = {
      memory,
      played: new RingReader(memory.played),
      heard: new RingReader(memory.heard),
      lastAt: this.#deps.clock.monotonic(),
    };
    this.#deps.tellWorker({ do: 'record', memory, frames });
  }

  stop(recording: number): void {
    if (this.#running === undefined || recording !== this.#number) return;
    this.#deps.tellWorker({ do: 'record', memory: undefined, frames: 0 });
    this.#end(1);
  }

  #turn(): void {
    const running = this.#running;
    if (running === undefined) return;
    const { lost, done } = recorderState(running.memory);
    while (this.#pass(running));
    const stalled = this.#deps.clock.monotonic() - running.lastAt > STALLED_MS;
    if (done) this.#end(lost);
    else if (stalled) this.stop(this.#number);
  }

  #pass(running: Running): boolean {
    // The mixer writes what was heard last.
    const count = running.heard.read(this.#heard, PIECE_FRAMES);
    if (count === 0) return false;
    running.played.read(this.#played, count);
    const pairs = new Int16Array(2 * count);
    const [played, heard] = [this.#played, this.#heard].map(samples => toInt16(samples.subarray(0, count)));
    for (let i = 0; i < count; i++) {
      pairs[2 * i] = played![i]!;
      pairs[2 * i + 1] = heard![i]!;
    }
    this.#deps.send(this.#number, new Uint8Array(pairs.buffer));
    running.lastAt = this.#deps.clock.monotonic();
    return true;
  }

  #end(lost: number): void {
    this.#running = undefined;
    this.#deps.report({ tell: 'recorded', recording: this.#number, lost });
  }
}
