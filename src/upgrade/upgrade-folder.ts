import { open, readdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Fault } from '../core/fault.ts';
import { ensureFolder, readIfThere, replaceFile } from '../core/files.ts';
import { object, parse, type Schema, string } from '../core/schema.ts';
import { storeUpload } from '../core/store-upload.ts';

/** Why a release was given up, told by whoever gave it up. */
export interface Story {
  readonly version: string;
  readonly slot: string;
  readonly reason: string;
  /** ISO 8601. */
  readonly at: string;
}

const STORY: Schema<Story> = object({ version: string(), slot: string(), reason: string(), at: string() });

/** The largest release that is taken; a root file system of the card is 192 MiB. */
export const MAX_BUNDLE_BYTES = 400_000_000;
/** What must be left for everything else, bytes. */
const RESERVE_BYTES = 16_000_000;
/** Asking the disk for every piece would take longer than writing it. */
const DISK_CHECK_BYTES = 4_000_000;
/** Of a failed release's log: its end, in UTF-8 bytes. */
const MAX_LOG_BYTES = 256 * 1024;

interface UpgradeFolderDeps {
  readonly path: string;
  /** Bytes that are free on the disk of a folder. */
  readonly free?: (path: string) => Promise<number>;
}

/** The files of upgrades: the release that was uploaded, the stories and logs of those that failed. */
export class UpgradeFolder {
  readonly #path: string;
  readonly #free: (path: string) => Promise<number>;

  constructor({ path, free = freeBytes }: UpgradeFolderDeps) {
    this.#path = path;
    this.#free = free;
  }

  /** Where the uploaded release lies. */
  get bundle(): string {
    return join(this.#path, 'bundle.raucb');
  }

  /** Makes the folder where it is missing, and takes away an upload that nobody installed. */
  async tidy(): Promise<void> {
    await ensureFolder(this.#path);
    await this.removeBundle();
  }

  /** Writes a release to the disk while it arrives. @throws Fault `too-large` or `full`, and as storeUpload does */
  async store(content: Readable, signal: AbortSignal): Promise<number> {
    await this.tidy();
    const file = await open(this.bundle, 'wx', 0o600);
    let bytes = 0;
    let unchecked = 0;
    const admit = async (more: number) => {
      bytes += more;
      if (bytes > MAX_BUNDLE_BYTES) {
        const message = `the file is larger than ${MAX_BUNDLE_BYTES / 1_000_000} MB; it is no release of Stentor OS`;
        throw new Fault('too-large', message, { field: 'file' });
      }
      unchecked -= more;
      if (unchecked < 0) unchecked = await this.#room();
    };
    try {
      await storeUpload({ content, file, signal, admit, whenFull: 'remove audio clips first' });
      return bytes;
    } catch (error) {
      await this.removeBundle();
      throw error;
    } finally {
      await file.close();
    }
  }

  /** Also one that RAUC has taken into its own possession. */
  async removeBundle(): Promise<void> {
    await rm(this.bundle, { force: true });
  }

  /** Has the next start keep its journal, for the case that nothing else can tell how it went. */
  async markTrial(text: string): Promise<void> {
    await replaceFile(join(this.#path, 'trial'), `${text}\n`, 0o644);
  }

  async isTrial(): Promise<boolean> {
    return (await readIfThere(join(this.#path, 'trial'))) !== undefined;
  }

  async unmarkTrial(): Promise<void> {
    await rm(join(this.#path, 'trial'), { force: true });
  }

  /** Told by the health gate: this version was found healthy. */
  async markHealthy(version: string): Promise<void> {
    await ensureFolder(this.#path);
    await replaceFile(join(this.#path, 'healthy'), version, 0o644);
  }

  async isHealthy(version: string): Promise<boolean> {
    return (await readIfThere(join(this.#path, 'healthy'))) === version;
  }

  /** Forgets what was found of any release before. */
  async forgetHealth(): Promise<void> {
    await rm(join(this.#path, 'healthy'), { force: true });
  }

  /** Keeps why a release failed and the end of its log, in the place of all that was kept before. */
  async tell(story: Story, log: string | undefined): Promise<void> {
    await ensureFolder(this.#path);
    await this.forgetStories();
    if (log !== undefined) await writeFile(this.#file(story.version, 'log'), endOf(log), { mode: 0o600 });
    await replaceFile(this.#file(story.version, 'json'), JSON.stringify(story));
  }

  /** The story of a failed version; undefined where nobody told, or nobody can read it. */
  async story(version: string): Promise<Story | undefined> {
    try {
      const text = await readIfThere(this.#file(version, 'json'));
      return text === undefined ? undefined : parse(STORY, JSON.parse(text), version);
    } catch {
      return undefined; // written while the power went: as good as none
    }
  }

  log(version: string): Promise<string | undefined> {
    return readIfThere(this.#file(version, 'log'));
  }

  /** This version works after all. */
  async forgetStory(version: string): Promise<void> {
    await rm(this.#file(version, 'json'), { force: true });
    await rm(this.#file(version, 'log'), { force: true });
  }

  async forgetStories(): Promise<void> {
    const names = await readdir(this.#path).catch(() => []);
    const old = names.filter(name => name.startsWith('failed-'));
    await Promise.all(old.map(name => rm(join(this.#path, name), { force: true })));
  }

  #file(version: string, ending: string): string {
    return join(this.#path, `failed-${version.replaceAll(/[^\w.+-]/g, '_').slice(0, 64)}.${ending}`);
  }

  async #room(): Promise<number> {
    const left = (await this.#free(this.#path)) - RESERVE_BYTES;
    if (left < DISK_CHECK_BYTES)
      throw new Fault('full', 'there is not enough space for the release; remove audio clips first');
    return DISK_CHECK_BYTES;
  }
}

async function freeBytes(path: string): Promise<number> {
  const { bavail, bsize } = await statfs(path);
  return bavail * bsize;
}

/** Whole lines from the end. */
function endOf(log: string): Buffer {
  const bytes = Buffer.from(log);
  if (bytes.length <= MAX_LOG_BYTES) return bytes;
  const end = bytes.subarray(bytes.length - MAX_LOG_BYTES);
  return end.subarray(end.indexOf('\n') + 1);
}
