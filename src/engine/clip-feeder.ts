import { open, type FileHandle } from 'node:fs/promises';
import { framesOf } from '../dsp/format.ts';
import type { ClipSource } from './contract.ts';
import type { Feeder } from './feeder.ts';
import { clearRing, createRingMemory, type RingMemory, RingWriter } from './source-ring.ts';

/** Over a second: the disk may be away that long before anybody hears it. */
const RING_FRAMES = 65_536;
const HEAD_FRAMES = framesOf(500);
const READ_FRAMES = framesOf(250);
const BYTES_PER_FRAME = 2;

/**
 * Reads one clip, as often as it is to be repeated, into the ring of a voice. The first samples come from memory
 * (`head`), so that a voice starts without waiting for the disk; the repetitions join without a gap.
 */
export class ClipFeeder implements Feeder {
  readonly memory: RingMemory;
  readonly #ring: RingWriter;
  readonly #clip: ClipSource;
  readonly #chunk = new Int16Array(READ_FRAMES);
  readonly #total: number;
  #at: number;
  #file: FileHandle | undefined;
  #filling: Promise<void> | undefined;
  #closed = false;

  constructor({ clip, times, from, memory }: { clip: ClipSource; times: number; from: number; memory: RingMemory }) {
    this.#clip = clip;
    this.#total = times === -1 ? Infinity : times * clip.frames;
    this.#at = from;
    this.memory = memory;
    this.#ring = new RingWriter(memory);
  }

  /** Puts what is in memory into the ring, at once; returns whether that was anything. */
  begin(head: Int16Array | undefined): boolean {
    if (head === undefined || this.#at >= head.length) return false;
    this.#put(head, this.#at, Math.min(head.length - this.#at, this.#total - this.#at));
    return true;
  }

  /**
   * Reads until the ring is full or the clip is over.
   * @throws the error of the disk
   */
  fill(): Promise<void> {
    this.#filling ??= this.#fill().finally(() => (this.#filling = undefined));
    return this.#filling;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#filling?.catch(() => undefined);
    await this.#leaveFile();
  }

  async #leaveFile(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }

  async #fill(): Promise<void> {
    while (!this.#closed && this.#at < this.#total && this.#ring.space >= READ_FRAMES) {
      this.#file ??= await open(this.#clip.file);
      const position = this.#at % this.#clip.frames;
      const wanted = Math.min(READ_FRAMES, this.#clip.frames - position, this.#total - this.#at);
      const { bytesRead } = await this.#file.read(
        new Uint8Array(this.#chunk.buffer),
        0,
        wanted * BYTES_PER_FRAME,
        position * BYTES_PER_FRAME,
      );
      if (bytesRead < wanted * BYTES_PER_FRAME) throw new Error(`${this.#clip.file} is shorter than its record says`);
      this.#put(this.#chunk, 0, wanted);
    }
    if (this.#at >= this.#total) await this.#leaveFile();
  }

  #put(samples: Int16Array, from: number, frames: number): void {
    this.#ring.writeInt16(samples, from, frames);
    this.#at += frames;
    if (this.#at >= this.#total) this.#ring.end();
  }
}

/** The beginnings of clips, kept in memory. */
export class ClipHeads {
  readonly #heads = new Map<string, Int16Array>();

  /** Reads the heads of these clips and forgets all others; a clip that cannot be read has none. */
  async keep(clips: readonly ClipSource[]): Promise<void> {
    const wanted = new Set(clips.map(({ file }) => file));
    for (const file of this.#heads.keys()) if (!wanted.has(file)) this.#heads.delete(file);
    for (const clip of clips) {
      if (this.#heads.has(clip.file)) continue;
      const head = await readHead(clip).catch(() => undefined);
      if (head !== undefined) this.#heads.set(clip.file, head);
    }
  }

  of({ file }: ClipSource): Int16Array | undefined {
    return this.#heads.get(file);
  }
}

async function readHead({ file, frames }: ClipSource): Promise<Int16Array> {
  const head = new Int16Array(Math.min(HEAD_FRAMES, frames));
  const handle = await open(file);
  try {
    const { bytesRead } = await handle.read(new Uint8Array(head.buffer), 0, head.byteLength, 0);
    return head.subarray(0, Math.floor(bytesRead / BYTES_PER_FRAME));
  } finally {
    await handle.close();
  }
}

/** Rings that are used again instead of given to the garbage collector. */
export class RingPool {
  readonly #free: RingMemory[] = [];

  take(): RingMemory {
    return this.#free.pop() ?? createRingMemory(RING_FRAMES);
  }

  give(memory: RingMemory): void {
    clearRing(memory);
    this.#free.push(memory);
  }
}
