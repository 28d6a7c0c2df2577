import { Fault } from '../../core/fault.ts';
import { headEnd, lengthOf, MAX_BODY, MAX_HEAD, parseMessage, type Parsed, skipLines } from './parse.ts';

/** What a stream brought: a message, or the four bytes that ask whether we live (RFC 5626, 3.5.1). */
export type Framed = Parsed | 'ping';

/** Cuts a stream of bytes into messages by their Content-Length (RFC 3261, 18.3). */
export class Framer {
  #rest: Buffer = Buffer.alloc(0);

  /** @throws Fault `invalid` where no end can be found any more: the connection is worth nothing then */
  feed(bytes: Buffer): Framed[] {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    const framed: Framed[] = [];
    for (let next = this.#next(); next !== undefined; next = this.#next()) if (next !== 'nothing') framed.push(next);
    return framed;
  }

  #next(): Framed | 'nothing' | undefined {
    const rest = this.#rest;
    if (rest.length >= 4 && rest.toString('latin1', 0, 4) === '\r\n\r\n') return this.#take(4, 'ping');
    const start = skipLines(rest);
    const split = headEnd(rest, start);
    if (split === undefined || split.head < start) {
      if (rest.length - start > MAX_HEAD) throw new Fault('too-large', 'a head without an end');
      return undefined;
    }
    const end = split.body + bodyLength(rest.subarray(start, split.body));
    if (rest.length < end) return undefined;
    return this.#take(end, parseMessage(rest.subarray(start, end)) ?? 'nothing');
  }

  #take<T>(bytes: number, framed: T): T {
    this.#rest = this.#rest.subarray(bytes);
    return framed;
  }
}

/** Without a length there is no body: on a stream nothing else ends it. @throws Fault */
function bodyLength(head: Buffer): number {
  const parsed = parseMessage(head);
  if (parsed === undefined) throw new Fault('invalid', 'no SIP message');
  const length = lengthOf(parsed.message) ?? 0;
  if (!(length <= MAX_BODY)) throw new Fault('too-large', 'a body without an end');
  return length;
}
