import { Fault } from '../core/fault.ts';
import type { ClipStore } from './clip-store.ts';
import type { ClipRecord } from './clip.ts';

const BYTES_PER_FRAME = 2;
/** Asking the disk how much it has left, for every piece, would take longer than writing it. */
const DISK_CHECK_BYTES = 4_000_000;
const MB = 1_000_000;

/** How many clips there may be, and how large. */
export interface ClipLimits {
  readonly maxClips: number;
  readonly maxUploadBytes: number;
  readonly maxDurationS: number;
  /** Of all originals and decoded clips together. */
  readonly quotaBytes: number;
  /** What the disk must have left. */
  readonly reserveBytes: number;
}

/** An upload that is no clip yet. Its space is taken already. */
export interface Arriving {
  readonly key: string;
  originalBytes: number;
  pcmBytes: number;
  /** Bytes that may be written before the disk is asked again. */
  unchecked: number;
}

/** Bytes of a decoded clip. */
export const pcmBytes = (frames: number) => frames * BYTES_PER_FRAME;

interface ClipSpaceDeps {
  readonly store: Pick<ClipStore, 'free'>;
  readonly limits: () => ClipLimits;
  readonly clips: () => readonly ClipRecord[];
}

/** Sees that all clips, and those that arrive at the same time, stay within the limits. */
export class ClipSpace {
  readonly #deps: ClipSpaceDeps;
  readonly #arriving = new Set<Arriving>();

  constructor(deps: ClipSpaceDeps) {
    this.#deps = deps;
  }

  /** @throws Fault `full` where there are as many clips as there may be */
  begin(key: string): Arriving {
    const { maxClips } = this.#deps.limits();
    if (this.#deps.clips().length + this.#arriving.size >= maxClips) {
      throw new Fault('full', `there are ${maxClips} audio clips, which is the most; remove one first`);
    }
    const arriving = { key, originalBytes: 0, pcmBytes: 0, unchecked: 0 };
    this.#arriving.add(arriving);
    return arriving;
  }

  /** The upload is a clip now, or is none and never will be. */
  end(arriving: Arriving): void {
    this.#arriving.delete(arriving);
  }

  /** Bytes of all clips. */
  used(): number {
    return this.#deps.clips().reduce((sum, { bytes, frames }) => sum + bytes + pcmBytes(frames), 0);
  }

  /** Takes space for more of an upload. @throws Fault `too-large` or `full` where there is none */
  async grow(arriving: Arriving, originalBytes: number, decodedBytes = 0): Promise<void> {
    const { maxUploadBytes, quotaBytes } = this.#deps.limits();
    arriving.originalBytes += originalBytes;
    arriving.pcmBytes += decodedBytes;
    if (arriving.originalBytes > maxUploadBytes) {
      const message = `the file is larger than ${inMb(maxUploadBytes)}, which is the most for an audio clip`;
      throw new Fault('too-large', message, { field: 'file' });
    }
    if (this.#taken() > quotaBytes) {
      throw new Fault('full', `all audio clips together may take ${inMb(quotaBytes)}; remove some first`);
    }
    arriving.unchecked -= originalBytes;
    if (arriving.unchecked < 0) arriving.unchecked = await this.#checkDisk();
  }

  /** Bytes that a decoded clip may take. */
  async room(): Promise<number> {
    const { quotaBytes, reserveBytes } = this.#deps.limits();
    const free = await this.#deps.store.free();
    return Math.max(0, Math.min(quotaBytes - this.#taken(), free - reserveBytes));
  }

  #taken(): number {
    return [...this.#arriving].reduce((sum, clip) => sum + clip.originalBytes + clip.pcmBytes, this.used());
  }

  async #checkDisk(): Promise<number> {
    const left = (await this.#deps.store.free()) - this.#deps.limits().reserveBytes;
    if (left < 0) throw new Fault('full', 'the storage is nearly full; remove audio clips first');
    return Math.min(left, DISK_CHECK_BYTES);
  }
}

const inMb = (bytes: number) => `${Math.floor(bytes / MB)} MB`;
