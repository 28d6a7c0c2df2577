import { readdirSync } from 'node:fs';
import { Readable } from 'node:stream';
import type { ClipDecoder } from '../../src/audio/clip-decoder.ts';
import { ClipLibrary } from '../../src/audio/clip-library.ts';
import { CLIP_RECORDS, type ClipRecord } from '../../src/audio/clip.ts';
import { decodeClip } from '../../src/audio/decode-clip.ts';
import { systemClock } from '../../src/core/clock.ts';
import { createLog } from '../../src/core/log.ts';
import { writeWav } from '../../src/dsp/wav.ts';
import { Collection, JsonFile } from '../../src/settings/index.ts';
import { FakeClock } from './fake-clock.ts';
import { soundFolder } from './sounds.ts';

export const GENEROUS = {
  maxClips: 100,
  maxUploadBytes: 1_000_000,
  maxDurationS: 60,
  quotaBytes: 10_000_000,
  reserveBytes: 0,
};

export const WAV_BYTES = 9644;
export const PCM_BYTES = 9600;

/** A tenth of a second of sound. */
export const wav = () =>
  Buffer.from(
    writeWav(
      Int16Array.from({ length: PCM_BYTES / 2 }, (_, i) => (i * 997) % 20_000),
      48_000,
    ),
  );

/** Decodes in the thread of the test. */
export const decodeHere: ClipDecoder = (job, { signal, progress = () => undefined }) =>
  decodeClip(job, { clock: systemClock, signal, progress });

/** A clip library on a folder of its own. */
export class LibraryFixture {
  readonly folder = soundFolder();
  limits = GENEROUS;
  logged: string[] = [];
  library!: ClipLibrary;
  records!: Collection<ClipRecord>;

  /** Opens the library anew, as after a restart. */
  async open(decode: ClipDecoder = decodeHere): Promise<ClipLibrary> {
    this.logged = [];
    const log = createLog((level, _area, message) => this.logged.push(`${level}: ${message}`));
    const file = new JsonFile({ path: this.folder.file('clips.json'), schema: CLIP_RECORDS, empty: [], log });
    this.records = new Collection<ClipRecord>({ file, noun: 'audio clip' });
    this.library = new ClipLibrary({
      folder: this.folder.path,
      records: this.records,
      decode,
      limits: () => this.limits,
      clock: new FakeClock('2026-03-01T08:00:00Z'),
      log,
    });
    await this.library.load();
    return this.library;
  }

  upload(fileName: string, content: Buffer | Readable = wav(), name?: string): Promise<ClipRecord> {
    const stream = content instanceof Readable ? content : Readable.from(pieces(content, 1000));
    const named = name === undefined ? {} : { name };
    return this.library.receive({ fileName, content: stream, ...named }, new AbortController().signal);
  }

  /** The files of clips in the folder. */
  files(): string[] {
    return readdirSync(this.folder.path)
      .filter(name => !name.startsWith('clips.json'))
      .sort();
  }
}

function* pieces(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
