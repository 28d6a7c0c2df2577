import type { Clock, Off } from '../core/clock.ts';
import { ClipFeeder, ClipHeads, RingPool } from './clip-feeder.ts';
import type { CodecFormat, Decoder } from './codecs/codec.ts';
import { unitBytesOf } from './codecs/unit-bytes.ts';
import type { ClipSource, Command, Report, SourceClass } from './contract.ts';
import type { Feeder } from './feeder.ts';
import { LiveFeeder } from './live-feeder.ts';
import { RingWriter } from './source-ring.ts';
import type { WorkerCommand, WorkerReport } from './worker-contract.ts';

const CLIP_FILL_MS = 100;
const LIVE_FILL_MS = 10;
/** The supervisor's numbers are below, so that no two voices have one. */
const FIRST_OWN = 2 ** 31;

interface VoicesDeps {
  readonly clock: Clock;
  readonly report: (report: Report) => void;
  readonly tellWorker: (command: WorkerCommand) => void;
  /** @throws Fault where the format cannot be decoded here */
  readonly decoder: (format: CodecFormat) => Decoder;
}

/** A voice that was opened. */
export interface OpenVoice {
  readonly voice: number;
  readonly ring: RingWriter;
  stop(): void;
}

type Play = Extract<Command, { do: 'play' }>;
type Live = Extract<Command, { do: 'live' }>;

/** The voices of the audio process: feeds each from its clip or its stream, tells how it goes. */
export class Voices {
  readonly #deps: VoicesDeps;
  readonly #heads = new ClipHeads();
  readonly #pool = new RingPool();
  readonly #feeders = new Map<number, Feeder>();
  readonly #live = new Map<number, LiveFeeder>();
  /** Voices of which the mixer has not been told yet: it would not know what to stop. */
  readonly #waiting = new Set<number>();
  #nextOwn = FIRST_OWN;

  constructor(deps: VoicesDeps) {
    this.#deps = deps;
  }

  start(): Off {
    const fill = (feeders: ReadonlyMap<number, Feeder>) => () => {
      for (const [voice, feeder] of feeders) void this.#fill(voice, feeder);
    };
    const offs = [
      this.#deps.clock.every(CLIP_FILL_MS, fill(this.#feeders)),
      this.#deps.clock.every(LIVE_FILL_MS, fill(this.#live)),
    ];
    return () => {
      for (const off of offs) off();
    };
  }

  preload(clips: readonly ClipSource[]): Promise<void> {
    return this.#heads.keep(clips);
  }

  play({ voice, sourceClass, clip, times, from, gain }: Play): void {
    const memory = this.#pool.take();
    const feeder = new ClipFeeder({ clip, times, from, memory });
    this.#feeders.set(voice, feeder);
    const start: WorkerCommand = {
      do: 'play',
      voice: { id: voice, sourceClass, live: false, ring: memory, gain, roundFrames: clip.frames, from },
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

  live({ voice, sourceClass, format, gain, bufferMs, catchUp }: Live): void {
    const memory = this.#pool.take();
    const start: WorkerCommand = {
      do: 'play',
      voice: { id: voice, sourceClass, live: true, ring: memory, gain, roundFrames: Infinity, from: 0 },
    };
    try {
      const feeder = new LiveFeeder({
        memory,
        decoder: this.#deps.decoder(format),
        unitBytes: format.codec === 'opus' ? undefined : unitBytesOf(format),
        bufferMs,
        catchUp,
        taken: bytes => this.#deps.report({ tell: 'taken', voice, bytes }),
        ready: () => this.#waiting.delete(voice) && this.#deps.tellWorker(start),
      });
      this.#feeders.set(voice, feeder);
      this.#live.set(voice, feeder);
      this.#waiting.add(voice);
    } catch (error) {
      this.#pool.give(memory);
      this.#deps.report({ tell: 'ended', voice, why: 'failed', error: String(error) });
    }
  }

  /**
   * A voice that somebody in this process fills. It sounds when all that is to be done now is done: with what is in its
   * ring then.
   * @param ended it is over, and nobody hears what is still written to its ring
   */
  open(sourceClass: SourceClass, ended: () => void = () => undefined): OpenVoice {
    const memory = this.#pool.take();
    const voice = this.#nextOwn++;
    const nothing = () => Promise.resolve();
    const ring = new RingWriter(memory);
    const close = () => {
      ring.letGo();
      ended();
      return Promise.resolve();
    };
    this.#feeders.set(voice, { memory, fill: nothing, close });
    const start: WorkerCommand = {
      do: 'play',
      voice: { id: voice, sourceClass, live: true, ring: memory, gain: 1, roundFrames: Infinity, from: 0 },
    };
    this.#waiting.add(voice);
    queueMicrotask(() => this.#waiting.delete(voice) && this.#deps.tellWorker(start));
    return { voice, ring, stop: () => this.stop(voice) };
  }

  /** The next bytes of a live voice; those of one that is gone are dropped. */
  push(voice: number, bytes: Uint8Array): void {
    this.#live.get(voice)?.push(bytes);
  }

  finish(voice: number): void {
    this.#live.get(voice)?.finish();
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

  async #fill(voice: number, feeder: Feeder): Promise<void> {
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
    this.#live.delete(voice);
    await feeder.close();
    this.#pool.give(feeder.memory);
  }
}
