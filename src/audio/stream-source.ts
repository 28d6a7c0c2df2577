import type { Clock } from '../core/clock.ts';
import { Fault } from '../core/fault.ts';
import { run } from '../core/process.ts';

/** The longest time a clock can wait for; a stream that plays for weeks connects anew then. */
const FOREVER_MS = 2 ** 31 - 1;
/** µs without a byte after which a connection is given up. */
const SILENCE_US = 15_000_000;
/** Nothing that a playlist or a redirection names may lead into the speaker's own files. */
const PROTOCOLS = 'http,https,tcp,tls,crypto';
const TITLE_LENGTH = 200;

interface StreamRequest {
  /** http or https. */
  readonly url: string;
  readonly signal: AbortSignal;
  /** Told what the station says of itself and of what it plays. */
  readonly named: (title: string) => void;
}

/**
 * The sound of a station as it comes: mono int16 at 48 kHz, big-endian, no faster than it is taken.
 * @throws Fault `unavailable` where the station or a program is, `unsupported` where the source does not know what is sent,
 *   `failed` where it cannot be decoded
 */
export type StreamSource = (request: StreamRequest) => AsyncIterable<Uint8Array>;

/** Fetches and decodes by ffmpeg what we cannot: AAC, HTTP Live Streaming. */
export const createFfmpegSource =
  (clock: Clock, program = 'ffmpeg'): StreamSource =>
  ({ url, signal, named }) => {
    const input = ['-rw_timeout', String(SILENCE_US), '-protocol_whitelist', PROTOCOLS, '-i', url];
    const output = ['-vn', '-f', 's16be', '-ar', '48000', '-ac', '1', '-flush_packets', '1', 'pipe:1'];
    const args = ['-nostdin', '-hide_banner', '-nostats', '-v', 'info', ...input, ...output];
    return run(program, args, { clock, timeoutMs: FOREVER_MS, signal, complained: titlesIn(named) });
  };

/** Asks one source, and the other for what the first cannot decode. */
export const withFallback = (first: StreamSource, other: StreamSource): StreamSource =>
  async function* (request) {
    try {
      yield* first(request);
    } catch (error) {
      if (!(error instanceof Fault) || error.kind !== 'unsupported') throw error;
      yield* explained(other(request), error.message);
    }
  };

/** Where the other source is not there, what the first said counts. */
async function* explained(source: AsyncIterable<Uint8Array>, why: string): AsyncGenerator<Uint8Array> {
  try {
    yield* source;
  } catch (error) {
    if (!(error instanceof Fault) || error.kind !== 'unavailable') throw error;
    throw new Fault('unavailable', `${why}, which needs ffmpeg: it is not installed`, { cause: error });
  }
}

/** Finds titles in what ffmpeg prints, line by line; more than a line's length is never kept. */
function titlesIn(named: (title: string) => void): (text: string) => void {
  let rest = '';
  let station = '';
  let last = '';
  return text => {
    const lines = (rest + text).split('\n');
    rest = (lines.pop() ?? '').slice(-4096);
    for (const line of lines) {
      const [, key, value = ''] = /(icy-name|StreamTitle)\s*:\s*(.+)$/.exec(line) ?? [];
      if (key === undefined) continue;
      if (key === 'icy-name') station = value;
      const title = clean(key === 'icy-name' || station === '' ? value : `${station}: ${value}`);
      if (title !== last) named(title);
      last = title;
    }
  };
}

const clean = (title: string) => title.replace(/\p{C}/gu, '').trim().slice(0, TITLE_LENGTH);
