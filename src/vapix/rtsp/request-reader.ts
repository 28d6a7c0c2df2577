import { invalid } from '../../core/fault.ts';

/** One request of RTSP 1.0 (RFC 2326, 6). */
export interface RtspRequest {
  readonly method: string;
  readonly url: string;
  readonly version: string;
  /** By lower-case name; of two the first. */
  readonly headers: ReadonlyMap<string, string>;
}

const MOST_HEAD = 16 * 1024;
const MOST_BODY = 64 * 1024;
/** `$`, a channel, and two bytes of length (RFC 2326, 10.12). */
const FRAME_HEAD = 4;
const DOLLAR = 0x24;

/**
 * Takes what a peer sends apart into requests. Bodies, and what the peer interleaves (its RTCP), are skipped; never more
 * than one message waits in memory.
 */
export class RequestReader {
  #waiting: Buffer = Buffer.alloc(0);
  /** Bytes that are still to be skipped. */
  #skip = 0;

  /** @throws Fault `invalid` for what is no RTSP; nothing more can be read then */
  take(piece: Uint8Array): RtspRequest[] {
    this.#waiting = Buffer.concat([this.#waiting, piece]);
    const requests: RtspRequest[] = [];
    while (this.#advance(requests));
    return requests;
  }

  /** @returns whether there may be more */
  #advance(requests: RtspRequest[]): boolean {
    const skipped = Math.min(this.#skip, this.#waiting.length);
    this.#skip -= skipped;
    this.#waiting = this.#waiting.subarray(skipped);
    if (this.#skip > 0 || this.#waiting.length === 0) return false;
    if (this.#waiting[0] === DOLLAR) return this.#skipFrame();
    if (this.#waiting[0] === 0x0d || this.#waiting[0] === 0x0a) {
      this.#skip = 1;
      return true;
    }
    return this.#readHead(requests);
  }

  #skipFrame(): boolean {
    if (this.#waiting.length < FRAME_HEAD) return false;
    this.#skip = FRAME_HEAD + this.#waiting.readUInt16BE(2);
    return true;
  }

  #readHead(requests: RtspRequest[]): boolean {
    const end = this.#waiting.indexOf('\r\n\r\n');
    if (end < 0 ? this.#waiting.length > MOST_HEAD : end > MOST_HEAD) throw invalid('the head is too long');
    if (end < 0) return false;
    const [first = '', ...lines] = this.#waiting.toString('latin1', 0, end).split('\r\n');
    const headers = headersIn(lines);
    this.#skip = end + 4 + bodyLength(headers);
    // An answer, to a question that nobody asked.
    if (!first.startsWith('RTSP/')) requests.push({ ...firstLine(first), headers });
    return true;
  }
}

function firstLine(line: string): Omit<RtspRequest, 'headers'> {
  const [, method, url, version] = /^([A-Z_]{1,32}) (\S{1,4096}) RTSP\/(\d\.\d)$/.exec(line) ?? [];
  if (method === undefined || url === undefined || version === undefined) throw invalid('this is no RTSP');
  return { method, url, version };
}

function headersIn(lines: readonly string[]): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(colon, 0)).trim().toLowerCase();
    if (name !== '' && !headers.has(name)) headers.set(name, line.slice(colon + 1).trim());
  }
  return headers;
}

function bodyLength(headers: ReadonlyMap<string, string>): number {
  const text = headers.get('content-length') ?? '0';
  if (!/^\d{1,9}$/.test(text) || Number(text) > MOST_BODY) throw invalid('the body is too long');
  return Number(text);
}
