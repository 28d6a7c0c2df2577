/**
 * Float samples on their way from a source (a clip's file, a network stream) to the mixer: one writer, one reader, on two
 * threads, without locks. Positions are frame counts that wrap at 2^32.
 */
const WRITE = 0;
const READ = 1;
const ENDED = 2;

/** What the two ends share; can be sent to another thread. */
export interface RingMemory {
  readonly control: Int32Array<SharedArrayBuffer>;
  readonly samples: Float32Array<SharedArrayBuffer>;
}

/** @param frames capacity, a power of two */
export const createRingMemory = (frames: number): RingMemory => ({
  control: new Int32Array(new SharedArrayBuffer(3 * 4)),
  samples: new Float32Array(new SharedArrayBuffer(frames * 4)),
});

/** Makes the memory as new, for another source; neither end may be in use. */
export function clearRing({ control }: RingMemory): void {
  control.fill(0);
}

/** The source's end, until it is let go. */
export class RingWriter {
  #memory: RingMemory;

  constructor(memory: RingMemory) {
    this.#memory = memory;
  }

  /** The memory belongs to another source now: what is still written here is heard by nobody. */
  letGo(): void {
    this.#memory = createRingMemory(this.#memory.samples.length);
  }

  /** Frames that fit now. */
  get space(): number {
    const { control, samples } = this.#memory;
    return samples.length - ((Atomics.load(control, WRITE) - Atomics.load(control, READ)) >>> 0);
  }

  /** Frames that the mixer has not taken yet. */
  get queued(): number {
    return this.#memory.samples.length - this.space;
  }

  /** Puts in `frames` int16 samples from `source`, beginning at `from`; they must fit. */
  writeInt16(source: Int16Array, from: number, frames: number): void {
    const { control, samples } = this.#memory;
    const write = Atomics.load(control, WRITE);
    const mask = samples.length - 1;
    for (let i = 0; i < frames; i++) samples[(write + i) & mask] = source[from + i]! / 32768;
    Atomics.store(control, WRITE, write + frames);
  }

  /** Puts in the first `frames` samples of `source`; they must fit. */
  write(source: Float32Array, frames: number): void {
    const { control, samples } = this.#memory;
    const write = Atomics.load(control, WRITE);
    const mask = samples.length - 1;
    for (let i = 0; i < frames; i++) samples[(write + i) & mask] = source[i]!;
    Atomics.store(control, WRITE, write + frames);
  }

  /** Says that nothing more comes. */
  end(): void {
    Atomics.store(this.#memory.control, ENDED, 1);
  }
}

/** The mixer's end. Allocates nothing after its construction. */
export class RingReader {
  readonly #memory: RingMemory;

  constructor(memory: RingMemory) {
    this.#memory = memory;
  }

  /** Takes up to `frames` samples into the beginning of `target`; returns how many there were. */
  read(target: Float32Array, frames: number): number {
    return this.skip(this.peek(target, frames, 0));
  }

  /** Copies what stands `ahead` frames behind the next one, and leaves it there. */
  peek(target: Float32Array, frames: number, ahead: number): number {
    const { control, samples } = this.#memory;
    const read = Atomics.load(control, READ);
    const count = Math.max(0, Math.min(frames, ((Atomics.load(control, WRITE) - read) >>> 0) - ahead));
    const mask = samples.length - 1;
    for (let i = 0; i < count; i++) target[i] = samples[(read + ahead + i) & mask]!;
    return count;
  }

  /** Throws away `frames` samples that are there; returns their number. */
  skip(frames: number): number {
    const { control } = this.#memory;
    Atomics.store(control, READ, Atomics.load(control, READ) + frames);
    return frames;
  }

  /** Whether the source has ended and all of it was read. */
  get finished(): boolean {
    const { control } = this.#memory;
    // The order matters: the end is written after the last samples.
    return Atomics.load(control, ENDED) === 1 && Atomics.load(control, WRITE) === Atomics.load(control, READ);
  }
}
