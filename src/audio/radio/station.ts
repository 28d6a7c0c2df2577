import type { Clock, Off } from '../../core/clock.ts';
import { Fault, unavailable } from '../../core/fault.ts';
import { withoutTitles } from './icy.ts';
import { addressesIn, isHls, isPlaylist } from './playlist.ts';

/** ms without a byte after which a connection is given up. */
const SILENCE_MS = 15_000;
/** Playlists that name playlists that name … */
const MAX_DEPTH = 3;
const MAX_PLAYLIST_BYTES = 65_536;
/** Titles that come more often than this, bytes, are no titles. */
const MIN_INTERVAL = 256;

interface StationDeps {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told what the station is, and then what it plays. */
  readonly named: (title: string) => void;
}

/** What a station sends. */
export interface Station {
  /** The media type it says. */
  readonly type: string;
  readonly sound: AsyncIterable<Uint8Array>;
}

/**
 * Asks for a stream over HTTP or HTTPS, through playlists and redirections.
 * @throws Fault `unavailable` with what the server or the network said, `unsupported` for HTTP Live Streaming
 */
export async function openStation(address: string, deps: StationDeps, depth = 0): Promise<Station> {
  const patience = new Patience(deps);
  const answer = await patience.whileWaiting(() => ask(address, patience.signal));
  const type = (answer.headers.get('content-type') ?? '').replace(/;.*/, '').trim().toLowerCase();
  if (isPlaylist(type, answer.url)) {
    const text = await textOf(patience.pieces(answer));
    return await openFirst(text, answer.url, deps, depth);
  }
  const station = (answer.headers.get('icy-name') ?? '').trim();
  if (station !== '') deps.named(station);
  const interval = Number(answer.headers.get('icy-metaint') ?? 0);
  const pieces = patience.pieces(answer);
  if (!(interval >= MIN_INTERVAL)) return { type, sound: pieces };
  const titled = (title: string) => deps.named(station === '' ? title : `${station}: ${title}`);
  return { type, sound: withoutTitles(pieces, interval, titled) };
}

async function ask(address: string, signal: AbortSignal): Promise<Response> {
  const headers = { 'Icy-MetaData': '1', 'User-Agent': 'Stentor', Accept: 'audio/*, application/ogg, */*;q=0.1' };
  const answer = await fetch(address, { headers, signal });
  if (answer.ok && answer.body !== null) return answer;
  await answer.body?.cancel();
  throw unavailable(`the station answers ${answer.status} ${answer.statusText}`.trim());
}

async function openFirst(text: string, base: string, deps: StationDeps, depth: number): Promise<Station> {
  if (isHls(text)) throw new Fault('unsupported', 'this is HTTP Live Streaming');
  if (depth >= MAX_DEPTH) throw unavailable('the playlist names playlists without end');
  let last: Fault = unavailable('the playlist names no address on the web');
  for (const address of addressesIn(text, base)) {
    try {
      return await openStation(address, deps, depth + 1);
    } catch (error) {
      if (!(error instanceof Fault) || deps.signal.aborted) throw error;
      last = error;
    }
  }
  throw last;
}

async function textOf(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const piece of pieces) {
    text += decoder.decode(piece, { stream: true });
    if (text.length > MAX_PLAYLIST_BYTES) throw unavailable('the playlist is too long');
  }
  return text;
}

/** Waits for a server, but not for ever. */
class Patience {
  readonly signal: AbortSignal;
  readonly #clock: Clock;
  readonly #late = new AbortController();

  constructor({ clock, signal }: StationDeps) {
    this.#clock = clock;
    this.signal = AbortSignal.any([signal, this.#late.signal]);
  }

  /** @throws Fault `unavailable` with what went wrong, or that nothing came */
  async whileWaiting<T>(work: () => Promise<T>): Promise<T> {
    const off: Off = this.#clock.after(SILENCE_MS, () => this.#late.abort());
    try {
      return await work();
    } catch (error) {
      if (error instanceof Fault) throw error;
      if (this.#late.signal.aborted) throw unavailable(`the station sends nothing for ${SILENCE_MS / 1000} s`);
      throw unavailable(`the station cannot be reached: ${reasonOf(error)}`, error);
    } finally {
      await off();
    }
  }

  /** The body of an answer as it comes. */
  async *pieces(answer: Response): AsyncGenerator<Uint8Array> {
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
    try {
      for (;;) {
        const { done, value } = await this.whileWaiting(() => reader.read());
        if (done) return;
        yield value;
      }
    } finally {
      await reader.cancel().catch(() => undefined);
    }
  }
}

/** fetch() hides what happened in the cause of its error. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error ? cause.message || ('code' in cause ? String(cause.code) : cause.name) : String(cause);
}
