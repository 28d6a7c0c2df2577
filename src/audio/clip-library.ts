import type { Readable } from 'node:stream';
import type { Clock } from '../core/clock.ts';
import { Fault, notFound, within } from '../core/fault.ts';
import type { Log } from '../core/log.ts';
import { storeUpload } from '../core/store-upload.ts';
import { msOf } from '../dsp/format.ts';
import type { Collection } from '../settings/index.ts';
import type { ClipDecoder } from './clip-decoder.ts';
import { meansClip } from './clip-match.ts';
import { checkedName, locationFor, nameFromFile } from './clip-name.ts';
import { type Arriving, type ClipLimits, ClipSpace, pcmBytes } from './clip-space.ts';
import { ClipStore } from './clip-store.ts';
import { mediaTypeOf } from './clip-types.ts';
import type { ClipRecord } from './clip.ts';
import type { DecodedClip } from './decode-clip.ts';

export interface ClipUpload {
  /** What the file is called where it comes from. */
  readonly fileName: string;
  readonly content: Readable;
  /** What to call the clip; the file's name without its extension unless told. */
  readonly name?: string;
}

/** What somebody sets of a clip. */
interface ClipSettings {
  readonly location: string;
  readonly name: string;
  readonly ownGain?: boolean;
}

interface ClipLibraryDeps {
  readonly folder: string;
  readonly records: Collection<ClipRecord>;
  readonly decode: ClipDecoder;
  readonly limits: () => ClipLimits;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Keeps audio clips: the file as it came, and what it sounds like, decoded and measured when it came. A clip exists from
 * the moment its record is written, which is last; a power cut before leaves files that the next start sweeps away.
 */
export class ClipLibrary {
  readonly #deps: ClipLibraryDeps;
  readonly #store: ClipStore;
  readonly #space: ClipSpace;
  #admitting: Promise<unknown> = Promise.resolve();

  constructor(deps: ClipLibraryDeps) {
    this.#deps = deps;
    this.#store = new ClipStore(deps.folder);
    this.#space = new ClipSpace({ store: this.#store, limits: deps.limits, clips: () => this.list() });
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
    const arriving = this.#space.begin(this.#store.newKey());
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
      this.#space.end(arriving);
    }
  }

  /** Gives a clip another name; links to it go on working. @throws Fault `not-found`, `invalid` */
  async rename(id: string, name: string): Promise<ClipRecord> {
    return this.#deps.records.change(id, { name: checkedName(name) });
  }

  /** Lets a clip play with its own gain, or as loud as all others. @throws Fault `not-found` */
  async useOwnGain(id: string, ownGain: boolean): Promise<ClipRecord> {
    return this.#deps.records.change(id, { ownGain });
  }

  /** @throws Fault that names the field, which begins with the place in the list: `3.name` */
  checkSettings(settings: readonly ClipSettings[]): ClipSettings[] {
    return settings.map((each, index) => within(`${index}.`, () => ({ ...each, name: checkedName(each.name) })));
  }

  /** Gives clips, known by their locations, these names and gains; those that are not here are passed over. */
  replaceSettings(settings: readonly ClipSettings[]): Promise<void> {
    const wanted = new Map(this.checkSettings(settings).map(each => [each.location, each]));
    return this.#deps.records.replace(this.list().map(clip => ({ ...clip, ...wanted.get(clip.location) })));
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
    return { bytes: this.#space.used(), quotaBytes: this.#deps.limits().quotaBytes };
  }

  async #take(arriving: Arriving, content: Readable, signal: AbortSignal): Promise<void> {
    const file = await this.#store.create(arriving.key);
    try {
      const admit = (bytes: number) => this.#space.grow(arriving, bytes);
      await storeUpload({ content, file, signal, admit, whenFull: 'remove audio clips first' });
    } finally {
      await file.close();
    }
  }

  async #decode(arriving: Arriving, signal: AbortSignal, progress?: (done: number) => void): Promise<DecodedClip> {
    const { original, pcm } = this.#store.filesOf(arriving.key);
    const decoded = await this.#deps.decode(
      {
        source: original,
        target: pcm,
        maxDurationS: this.#deps.limits().maxDurationS,
        maxBytes: await this.#space.room(),
      },
      { signal, ...(progress === undefined ? {} : { progress }) },
    );
    await this.#space.grow(arriving, 0, pcmBytes(decoded.frames));
    return decoded;
  }

  /** One after the other, so that two never take the same number or file name. */
  async #admit({ key, originalBytes }: Arriving, name: string, decoded: DecodedClip): Promise<ClipRecord> {
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
      bytes: originalBytes,
      durationMs: Math.round(msOf(frames)),
      addedAt: clock.now().toISOString(),
      frames,
      key,
    });
  }

  /** Decodes a clip again whose decoded file is missing or cut off; drops one whose original is lost or damaged too. */
  async #mend(record: ClipRecord): Promise<void> {
    const { records, decode, log } = this.#deps;
    const { original, pcm } = this.#store.filesOf(record.key);
    if ((await this.#store.sizeOf(pcm)) === pcmBytes(record.frames)) return;
    try {
      if ((await this.#store.sizeOf(original)) === undefined) throw notFound('its original file is missing');
      // It was taken once: present limits, which may be narrower, are for new ones.
      const maxDurationS = msOf(record.frames) / 1000 + 1;
      const job = { source: original, target: pcm, maxDurationS, maxBytes: Infinity };
      const { frames, lufs, truePeakDb, waveform } = await decode(job, { signal: new AbortController().signal });
      await records.change(record.id, { frames, durationMs: Math.round(msOf(frames)), lufs, truePeakDb, waveform });
      log.warn('decoded an audio clip again', { clip: record.id, name: record.name });
    } catch (error) {
      const isLost = error instanceof Fault && (error.kind === 'not-found' || error.kind === 'invalid');
      log.error(isLost ? 'dropped an audio clip whose files are lost' : 'an audio clip cannot be played now', {
        clip: record.id,
        name: record.name,
        error: String(error),
      });
      if (isLost) await records.remove(record.id);
    }
  }
}
