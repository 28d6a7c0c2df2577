import type { Clock, Off } from '../core/clock.ts';
import { ClipFeeder, ClipHeads, RingPool } from './clip-feeder.ts';
import type { ClipSource, Command, Report } from './contract.ts';
import type { WorkerCommand, WorkerReport } from './worker-contract.ts';

const FILL_MS = 100;

interface VoicesDeps {
  readonly clock: Clock;
  readonly report: (report: Report) => void;
  readonly tellWorker: (command: WorkerCommand) => void;
}

type Play = Extract<Command, { do: 'play' }>;

/** The voices of the audio process: feeds each from its clip, tells how it goes. */
export class Voices {
  readonly #deps: VoicesDeps;
  readonly #heads = new ClipHeads();
  readonly #pool = new RingPool();
  readonly #feeders = new Map<number, ClipFeeder>();
  /** Voices whose first samples are still on the disk. */
  readonly #waiting = new Set<number>();

  constructor(deps: VoicesDeps) {
    this.#deps = deps;
  }

  start(): Off {
    return this.#deps.clock.every(FILL_MS, () => {
      for (const [voice, feeder] of this.#feeders) void this.#fill(voice, feeder);
    });
  }

  preload(clips: readonly ClipSource[]): Promise<void> {
    return this.#heads.keep(clips);
  }

  play({ voice, clip, times, from, gain, replaces }: Play): void {
    const memory = this.#pool.take();
    const feeder = new ClipFeeder({ clip, times, from, memory });
    this.#feeders.set(voice, feeder);
    const start: WorkerCommand = {
      do: 'play',
      voice: { id: voice, ring: memory, gain, roundFrames: clip.frames, from, replaces },
    };
    if (feeder.begin(this.#heads.of(clip))) {
      this.#deps.tellWorker(start);
      return void this.#fill(voice, feeder);
    }
    // The voice starts when its first samples are there, unless it was stopped meanwhile.
    this.#waiting.add(voice);
    void this.#fill(voice, feeder).then(() => {
      if (this.#waiting.delete(voice)) this.#deps.tellWorker(start);
    });
  }

  stop(voice: number): void {
    if (this.#waiting.has(voice)) {
      this.hear({ tell: 'ended', voice, why: 'stopped' });
      return;
    }
    this.#deps.tellWorker({ do: 'stop', voice });
  }

  /** Passes on what the mixer says of a voice, and frees what the voice used. */
  hear(message: WorkerReport): void {
    this.#deps.report(message);
    if (message.tell === 'ended') void this.#release(message.voice);
  }

  async #fill(voice: number, feeder: ClipFeeder): Promise<void> {
    try {
      await feeder.fill();
    } catch (error) {
      if (!this.#feeders.has(voice)) return;
      await feeder.close();
      this.#deps.report({ tell: 'ended', voice, why: 'failed', error: String(error) });
      // The mixer may hold the ring until it has faded out; hear() frees it then.
      if (!this.#waiting.delete(voice)) {
        this.stop(voice);
        return;
      }
      await this.#release(voice);
    }
  }

  async #release(voice: number): Promise<void> {
    this.#waiting.delete(voice);
    const feeder = this.#feeders.get(voice);
    if (feeder === undefined) return;
    this.#feeders.delete(voice);
    await feeder.close();
    this.#pool.give(feeder.memory);
  }
}
