import { randomBytes } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureFolder, sync } from '../core/files.ts';
import { OggOpusWriter } from '../dsp/ogg-opus-writer.ts';
import type { Named } from './recording.ts';

/** The sound of a packet, in frames at 48 kHz: 20 ms. */
export const PACKET_FRAMES = 960;
export const RATE = 48_000;
/** What a loss of power may cost, at the most. */
const SYNC_FRAMES = 10 * RATE;

interface FileFacts extends Named {
  readonly disk: string;
  readonly path: string;
}

/** A file that grows: Opus in Ogg, playable up to its last whole page whenever it is cut off. */
export class RecordingFile {
  readonly facts: FileFacts;
  readonly #file: FileHandle;
  readonly #writer = new OggOpusWriter(randomBytes(4).readUInt32LE());
  #frames = 0;
  #syncedFrames = 0;
  bytes = 0;

  private constructor(file: FileHandle, facts: FileFacts) {
    this.#file = file;
    this.facts = facts;
  }

  /** Makes the file, and lets it outlast a loss of power. */
  static async create(folder: string, name: string, facts: Omit<FileFacts, 'path'>): Promise<RecordingFile> {
    await ensureFolder(folder);
    const path = join(folder, name);
    const made = new RecordingFile(await open(path, 'wx', 0o600), { ...facts, path });
    try {
      await made.#append(made.#writer.head());
      await made.#file.sync();
      await sync(folder);
    } catch (error) {
      await made.close();
      throw error;
    }
    return made;
  }

  get seconds(): number {
    return this.#frames / RATE;
  }

  /** @returns whether it was forced onto the disk */
  async write(packets: readonly Uint8Array[]): Promise<boolean> {
    await this.#append(Buffer.concat(packets.map(packet => this.#writer.packet(packet, PACKET_FRAMES))));
    this.#frames += packets.length * PACKET_FRAMES;
    if (this.#frames - this.#syncedFrames < SYNC_FRAMES) return false;
    await this.#file.datasync();
    this.#syncedFrames = this.#frames;
    return true;
  }

  /** Of a medium that was pulled out nothing can be forced, and nobody has to hear of it. */
  async close(): Promise<void> {
    await this.#append(this.#writer.tail()).catch(() => undefined);
    await this.#file.sync().catch(() => undefined);
    await this.#file.close().catch(() => undefined);
  }

  async #append(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) at += (await this.#file.write(bytes, at)).bytesWritten;
    this.bytes += bytes.length;
  }
}
