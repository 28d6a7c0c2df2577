import type { Readable } from 'node:stream';
import type { Clock } from '../core/clock.ts';
import { Fault, notFound } from '../core/fault.ts';
import type { Log } from '../core/log.ts';
import { msOf } from '../dsp/format.ts';
import type { Collection } from '../settings/index.ts';
import type { ClipDecoder } from './clip-decoder.ts';
import { meansClip } from './clip-match.ts';
import { checkedName, locationFor, nameFromFile } from './clip-name.ts';
import { ClipStore } from './clip-store.ts';
import { mediaTypeOf } from './clip-types.ts';
import type { ClipRecord } from './clip.ts';
import type { DecodedClip } from './decode-clip.ts';
import { storeUpload } from './store-upload.ts';

const BYTES_PER_FRAME = 2;
/** Asking the disk how much it has left, for every piece, would take longer than writing it. */
const DISK_CHECK_BYTES = 4_000_000;
const MB = 1_000_000;

export interface ClipLibraryLimits {
  readonly maxClips: number;
  readonly maxUploadBytes: number;
  readonly maxDurationS: number;
  /** Of all originals and decoded clips together. */
  readonly quotaBytes: number;
  /** What the disk must have left. */
  readonly reserveBytes: number;
}

export interface ClipUpload {
  /** What the file is called where it comes from. */
  readonly fileName: string;
  readonly content: Readable;
  /** What to call the clip; the file's name without its extension unless told. */
  readonly name?: string;
}

interface ClipLibraryDeps {
  readonly folder: string;
  readonly records: Collection<ClipRecord>;
  readonly decode: ClipDecoder;
  readonly limits: () => ClipLibraryLimits;
  readonly clock: Clock;
  readonly log: Log;
}

/** An upload that is no clip yet. Its space is taken already. */
interface Arriving {
  readonly key: string;
  bytes: number;
}

/**
 * Keeps audio clips: the file as it came, and what it sounds like, decoded and measured when it came. A clip exists from
 * the moment its record is written, which is last; a power cut before leaves files that the next start sweeps away.
 */
export class ClipLibrary {
  readonly #deps: ClipLibraryDeps;
  readonly #store: ClipStore;
  readonly #arriving = new Set<Arriving>();
  #admitting: Promise<unknown> = Promise.resolve();

  constructor(deps: ClipLibraryDeps) {
    this.#deps = deps;
    this.#store = new ClipStore(deps.folder);
  }

  /** Reads the records, mends what is broken and removes what belongs to no clip. */
  async load(): Promise<void> {
    const { records, log } = this.#deps;
    await records.load();
    for (const record of records.list()) await this.#mend(record);
    const swept = await this.#store.sweep(new Set(records.list().map(({ key }) => key)));
    if (swept > 0) log.info('removed files of unfinished uploads', { files: swept });
  }

  list(): readonly ClipRecord[] {
    return this.#deps.records.list();
  }

  /** @throws Fault `not-found` */
  get(id: string): ClipRecord {
    return this.#deps.records.get(id);
  }

  /**
   * The clip with this file name or path; `*` stands for any characters, and of several that fit one is drawn.
   * @param random a number from 0 up to 1, without 1
   * @throws Fault `not-found`
   */
  match(location: string, random: () => number = Math.random): ClipRecord {
    const fitting = this.list().filter(clip => meansClip(location, clip.location));
    const drawn = fitting[Math.floor(random() * fitting.length)];
    if (drawn === undefined) throw notFound(`no audio clip is called ${location}`);
    return drawn;
  }

  /**
   * Takes a new clip: stores the file while it arrives, decodes and measures it. Nothing is left of one that fails.
   * @param progress called with the part of the file that was decoded, 0..1
   * @throws Fault `invalid`, `unsupported`, `too-large`, `full`, `failed` (aborted), each with what to do about it
   */
  async receive(upload: ClipUpload, signal: AbortSignal, progress?: (done: number) => void): Promise<ClipRecord> {
    const { fileName, content } = upload;
    const name = upload.name === undefined ? nameFromFile(fileName) : checkedName(upload.name);
    const arriving = this.#begin();
    try {
      await this.#take(arriving, content, signal);
      const decoded = await this.#decode(arriving, signal, progress);
      const change = this.#admitting.then(() => this.#admit(arriving, name, decoded));
      this.#admitting = change.catch(() => undefined);
      return await change;
    } catch (error) {
      content.destroy();
      await this.#store.remove(arriving.key);
      throw error;
    } finally {
      this.#arriving.delete(arriving);
    }
  }

  /** Gives a clip another name; links to it go on working. @throws Fault `not-found`, `invalid` */
  rename(id: string, name: string): Promise<ClipRecord> {
    return this.#deps.records.change(id, { name: checkedName(name) });
  }

  /** @throws Fault `not-found` */
  async remove(id: string): Promise<void> {
    const { key } = await this.#deps.records.remove(id);
    await this.#store.remove(key);
  }

  /** The file as it came. @throws Fault `not-found` */
  original(id: string): { path: string; fileName: string; type: string; bytes: number } {
    const { key, location, bytes } = this.get(id);
    return { path: this.#store.filesOf(key).original, fileName: location, type: mediaTypeOf(location), bytes };
  }

  /** The decoded clip, for the audio process. @throws Fault `not-found` */
  pcm(id: string): { file: string; frames: number } {
    const { key, frames } = this.get(id);
    return { file: this.#store.filesOf(key).pcm, frames };
  }

  /** What all clips take of the disk: originals and decoded. */
  usage(): { bytes: number; quotaBytes: number } {
    const bytes = this.list().reduce((sum, clip) => sum + clip.bytes + clip.frames * BYTES_PER_FRAME, 0);
    return { bytes, quotaBytes: this.#deps.limits().quotaBytes };
  }

  #begin(): Arriving {
    const { maxClips } = this.#deps.limits();
    if (this.list().length + this.#arriving.size >= maxClips) {
      throw new Fault('full', `there are ${maxClips} audio clips, which is the most; remove one first`);
    }
    const arriving = { key: this.#store.newKey(), bytes: 0 };
    this.#arriving.add(arriving);
    return arriving;
  }

  async #take(arriving: Arriving, content: Readable, signal: AbortSignal): Promise<void> {
    const file = await this.#store.create(arriving.key);
    let disk = 0;
    const admit = async (bytes: number) => {
      arriving.bytes += bytes;
      this.#checkSize(arriving.bytes);
      if ((disk -= bytes) < 0) disk = await this.#checkDisk();
    };
    try {
      await storeUpload({ content, file, signal, admit });
    } finally {
      await file.close();
    }
  }

  async #decode(arriving: Arriving, signal: AbortSignal, progress?: (done: number) => void): Promise<DecodedClip> {
    const { original, pcm } = this.#store.filesOf(arriving.key);
    const decoded = await this.#deps.decode(
      { source: original, target: pcm, maxDurationS: this.#deps.limits().maxDurationS, maxBytes: await this.#room() },
      { signal, ...(progress === undefined ? {} : { progress }) },
    );
    arriving.bytes += decoded.frames * BYTES_PER_FRAME;
    this.#checkQuota();
    return decoded;
  }

  /** One after the other, so that two never take the same number or file name. */
  async #admit({ key, bytes }: Arriving, name: string, decoded: DecodedClip): Promise<ClipRecord> {
    const { records, clock } = this.#deps;
    const { extension, frames, ...measures } = decoded;
    await this.#store.sync();
    let id = 0;
    while (records.has(String(id))) id++;
    const taken = (location: string) => this.list().some(clip => clip.location === location);
    return records.add({
      ...measures,
      id: String(id),
      name,
      location: locationFor(name, extension, taken),
      bytes: bytes - frames * BYTES_PER_FRAME,
      durationMs: Math.round(msOf(frames)),
      addedAt: clock.now().toISOString(),
      frames,
      key,
    });
  }

  #checkSize(bytes: number): void {
    const { maxUploadBytes } = this.#deps.limits();
    if (bytes > maxUploadBytes) {
      const message = `the file is larger than ${Math.floor(maxUploadBytes / MB)} MB, which is the most for an audio clip`;
      throw new Fault('too-large', message, { field: 'file' });
    }
    this.#checkQuota();
  }

  #checkQuota(): void {
    const { quotaBytes } = this.#deps.limits();
    if (this.#takenBytes() <= quotaBytes) return;
    throw new Fault('full', `all audio clips may take ${Math.floor(quotaBytes / MB)} MB together; remove some first`);
  }

  /** @returns how much may be written before looking again */
  async #checkDisk(): Promise<number> {
    const left = (await this.#store.free()) - this.#deps.limits().reserveBytes;
    if (left < 0) throw new Fault('full', 'the storage is nearly full; remove audio clips first');
    return Math.min(left, DISK_CHECK_BYTES);
  }

  /** Bytes that a decoded clip may take. */
  async #room(): Promise<number> {
    const { quotaBytes, reserveBytes } = this.#deps.limits();
    return Math.max(0, Math.min(quotaBytes - this.#takenBytes(), (await this.#store.free()) - reserveBytes));
  }

  #takenBytes(): number {
    return [...this.#arriving].reduce((sum, { bytes }) => sum + bytes, this.usage().bytes);
  }

  /** Decodes a clip again whose decoded file is missing or cut off; drops one that cannot be. */
  async #mend(record: ClipRecord): Promise<void> {
    const { records, decode, limits, log } = this.#deps;
    const { original, pcm } = this.#store.filesOf(record.key);
    if ((await this.#store.sizeOf(pcm)) === record.frames * BYTES_PER_FRAME) return;
    try {
      const { maxDurationS } = limits();
      const job = { source: original, target: pcm, maxDurationS, maxBytes: await this.#room() };
      const { extension: _extension, ...measures } = await decode(job, { signal: new AbortController().signal });
      await records.change(record.id, { ...measures, durationMs: Math.round(msOf(measures.frames)) });
      log.warn('decoded an audio clip again', { clip: record.id, name: record.name });
    } catch (error) {
      log.error('dropped an audio clip whose files are lost', { clip: record.id, name: record.name, error: String(error) });
      await records.remove(record.id);
    }
  }
}
