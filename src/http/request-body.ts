import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type { Clock } from '../core/clock.ts';
import { Fault, invalid } from '../core/fault.ts';
import { parseForm, textOf } from './form.ts';
import { incoming } from './incoming.ts';
import type { WebLimits } from './limits.ts';
import { firstFile } from './multipart.ts';
import type { UploadedFile } from './route.ts';

interface RequestBodyOptions {
  readonly request: IncomingMessage;
  readonly limits: Pick<WebLimits, 'bodyBytes' | 'bodyMs' | 'stallMs'>;
  readonly clock: Clock;
  /** Called before the body is first asked for: says `100 Continue` where the peer waits for that. */
  readonly begin: () => void;
}

/** Types of bodies that no arguments stand in, however they look. */
const NO_ARGUMENTS = /^(multipart|audio|video|image)\/|^application\/octet-stream/i;

/** The body of one request, in the form its route wants; until somebody wants it not a byte is read. */
export class RequestBody {
  readonly #options: RequestBodyOptions;
  #text: Promise<string> | undefined;
  #stream: Readable | undefined;

  constructor(options: RequestBodyOptions) {
    this.#options = options;
  }

  stream({ stallMs }: { readonly stallMs?: number } = {}): Readable {
    const { request, clock, limits, begin } = this.#options;
    if (this.#stream === undefined) {
      begin();
      this.#stream = incoming(request, { clock, stallMs: stallMs ?? limits.stallMs });
    }
    return this.#stream;
  }

  text(): Promise<string> {
    this.#text ??= this.#readAll();
    return this.#text;
  }

  async json(): Promise<unknown> {
    const text = await this.text();
    const halves: string[] = [];
    // An escape can write half a character (a surrogate alone), which no file, header or certificate can hold.
    const look = (key: string, value: unknown) => {
      halves.push(...[key, value].filter(each => typeof each === 'string' && !isText(each)).map(String));
      return value;
    };
    let value: unknown;
    try {
      value = JSON.parse(text.replace(/^\uFEFF/, ''), /\\ud[89a-f]/i.test(text) ? look : undefined);
    } catch {
      throw invalid('the body must be JSON');
    }
    if (halves.length > 0) throw invalid('a text in the body ends or begins in the middle of a character');
    return value;
  }

  /**
   * The arguments in the body where it looks like a form: clients send forms as text/plain or application/json and
   * JSON as a form, so its first character decides (`{` and `<` begin no form), never its type.
   */
  async form(): Promise<URLSearchParams> {
    const { request } = this.#options;
    if (!hasBody(request) || NO_ARGUMENTS.test(request.headers['content-type'] ?? '')) return new URLSearchParams();
    const text = withoutEdges(await this.text());
    return /^[{[<]/.test(text) ? new URLSearchParams() : parseForm(Buffer.from(text).toString('latin1'));
  }

  file<T>(take: (file: UploadedFile) => Promise<T>): Promise<T> {
    return firstFile(this.#options.request.headers, this.stream(), take);
  }

  /**
   * Says that nobody will read on; what is left waits in the request.
   * @returns whether the body broke: then what is left, if it ever comes, is no use to the connection
   */
  abandon(): boolean {
    this.#stream?.destroy();
    return (this.#stream?.errored ?? null) !== null;
  }

  async #readAll(): Promise<string> {
    const { request, limits, clock } = this.#options;
    refuseEncoded(request.headers['content-encoding']);
    const tooLarge = () => new Fault('too-large', `the body may have at most ${limits.bodyBytes} bytes`);
    if (Number(request.headers['content-length'] ?? 0) > limits.bodyBytes) throw tooLarge();
    const body = this.stream();
    const late = clock.after(limits.bodyMs, () => body.destroy(invalid('the body came too slowly')));
    const pieces: Buffer[] = [];
    let bytes = 0;
    try {
      for await (const piece of body) {
        const data = piece as Buffer;
        bytes += data.length;
        if (bytes > limits.bodyBytes) throw tooLarge();
        pieces.push(data);
      }
    } finally {
      late();
    }
    return textOf(Buffer.concat(pieces));
  }
}

/** Whether it can be written as UTF-8 and read again. */
const isText = (text: string) => Buffer.from(text).toString() === text;

/** Without blanks before and line ends after; not by one expression, which would take quadratic time on many. */
function withoutEdges(text: string): string {
  let end = text.length;
  while (end > 0 && '\r\n'.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end).trimStart();
}

/** Whether a request has a body at all (RFC 9112, 6). */
export const hasBody = ({ headers }: IncomingMessage) =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

function refuseEncoded(encoding = 'identity'): void {
  if (encoding.toLowerCase() !== 'identity') throw new Fault('unsupported', 'the body must not be compressed');
}
