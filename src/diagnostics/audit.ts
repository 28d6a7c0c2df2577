import { appendFile, rename, stat } from 'node:fs/promises';
import { inBackground } from '../core/background.ts';
import { instant, type Off } from '../core/clock.ts';
import { type Errand, presentErrand } from '../core/errand.ts';
import { ensureFolder, readIfThere } from '../core/files.ts';
import type { Log } from '../core/log.ts';
import type { LogBook } from './log-book.ts';
import type { LogLine } from './log-line.ts';

/** A file as long as this, bytes, becomes the old one; the old one before it is gone. */
const FULL_BYTES = 256 * 1024;

/** A request that was answered. */
export interface Answered {
  readonly errand: Errand;
  readonly method: string;
  /** Without the query, which may hold a password. */
  readonly path: string;
  readonly status: number;
}

interface AuditDeps {
  readonly book: LogBook;
  /** Folder of the file. */
  readonly folder: string;
  readonly log: Log;
}

/** Something that tells when it was changed, and in which words: `rules`, `accounts`. */
export type Watched = (note: (what: string) => void) => Off;

/** Requests that change the device without anything that is watched. */
const DEEDS = /^\/axis-cgi\/(admin\/)?(restart|factorydefault|hardfactorydefault|firmwareupgrade)\.cgi$/;
/** In the page's API every method but GET changes something, but for these. */
const API = /^\/(api|config\/rest)\/(?!(session|login|logout)$)/;

const acts = (method: string, path: string) =>
  DEEDS.test(path) || (API.test(path) && method !== 'GET' && method !== 'HEAD');

/** Who changed what: kept on disk, because whoever breaks something may well restart the speaker. */
export class Audit {
  readonly #deps: AuditDeps;
  readonly #file: string;
  #writing: Promise<unknown> = Promise.resolve();

  constructor(deps: AuditDeps) {
    this.#deps = deps;
    this.#file = `${deps.folder}/audit.jsonl`;
  }

  /** Reads what was kept. */
  async load(): Promise<void> {
    await ensureFolder(this.#deps.folder);
    const texts = await Promise.all([readIfThere(`${this.#file}.1`), readIfThere(this.#file)]);
    const kept = texts.flatMap(text => (text ?? '').split('\n')).flatMap(lineIn);
    // Within one process the book still has them.
    if (this.#deps.book.list('audit').length === 0) this.#deps.book.recall(kept);
  }

  /** Notes changes that a request brings about; what changes by itself is no deed of anybody. */
  watch(watched: readonly Watched[]): Off {
    const offs = watched.map(each => each(what => this.note(what)));
    return () => offs.forEach(off => void off());
  }

  /** Adds words to what the present request did; nothing where there is none. */
  note(what: string): void {
    const errand = presentErrand();
    if (errand !== undefined && !errand.changes.includes(what)) errand.changes.push(what);
  }

  /** Writes down a request that changed something. */
  answered({ errand, method, path, status }: Answered): void {
    const { account, address, via = '', changes } = errand;
    const isDeed = account !== undefined && status < 400 && acts(method, path);
    if (changes.length === 0 && !isDeed) return;
    const who = account === undefined ? `somebody at ${address}` : `${account} at ${address} (${via})`;
    const what = changes.length === 0 ? '' : `: changed ${changes.join(', ')}`;
    this.write(`${who} ${method} ${path}${what}`, 'info');
  }

  /** Writes a line of the audit log. */
  write(text: string, level: 'info' | 'warn'): void {
    const { book, log } = this.#deps;
    const line = book.write({ kind: 'audit', level, area: 'audit', text });
    this.#writing = this.#writing.then(() => this.#append(line));
    inBackground(log, 'writing the audit log', async () => this.#writing);
  }

  /** Resolves when all is on disk. */
  async written(): Promise<void> {
    await this.#writing;
  }

  async #append({ time, level, text }: LogLine): Promise<void> {
    try {
      const { size } = await stat(this.#file).catch(() => ({ size: 0 }));
      if (size > FULL_BYTES) await rename(this.#file, `${this.#file}.1`);
      await appendFile(this.#file, `${JSON.stringify({ time: time.toISOString(), level, text })}\n`, { mode: 0o600 });
    } catch (error) {
      this.#deps.log.warn('the audit log cannot be written', { error: String(error) });
    }
  }
}

/** A line of the file; half a line, after a power cut, is none. */
function lineIn(text: string): readonly LogLine[] {
  try {
    const { time, level, text: words } = JSON.parse(text) as Readonly<Record<string, unknown>>;
    if (typeof time !== 'string' || typeof words !== 'string') return [];
    return [
      { kind: 'audit', time: instant(time), level: level === 'warn' ? 'warn' : 'info', area: 'audit', text: words },
    ];
  } catch {
    return [];
  }
}
