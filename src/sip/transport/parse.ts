import { SipMessage } from './message.ts';

/** A head that is longer is nobody's call. */
export const MAX_HEAD = 16_384;
export const MAX_BODY = 65_536;
const MAX_FIELDS = 200;

/** What came, and what is wrong with it: the status that answers a request (RFC 3261, 8.2 and 21.4). */
export interface Parsed {
  readonly message: SipMessage;
  readonly problem: { readonly status: number; readonly reason: string } | undefined;
}

/**
 * Reads one message. Nothing is trusted and nothing is thrown.
 * @returns undefined where it is none at all: there is nobody to answer
 */
export function parseMessage(bytes: Buffer): Parsed | undefined {
  const start = skipLines(bytes);
  const split = headEnd(bytes, start);
  if (split === undefined || split.head - start > MAX_HEAD) return undefined;
  const lines = bytes.toString('utf8', start, split.head).split(/\r\n|\n/);
  const [first = '', ...rest] = lines;
  if (!/^(?:SIP\/\d\.\d \d{3}|[\w.!%*+`'~-]+ +\S.* SIP\/\d+\.\d+)/i.test(first)) return undefined;
  const fields = fieldsOf(rest);
  if (fields === undefined) return undefined;
  const message = new SipMessage(first.trimEnd(), fields);
  const length = lengthOf(message);
  const available = bytes.length - split.body;
  message.body = bytes.toString('utf8', split.body, split.body + Math.min(length ?? available, available));
  const short = length !== undefined && length > available;
  return { message, problem: short ? bad('Body Too Short') : problemOf(message) };
}

/** How long its body shall be; undefined where it does not say. NaN where it says nonsense. */
export function lengthOf(message: SipMessage): number | undefined {
  const text = message.get('content-length')?.trim();
  if (text === undefined) return undefined;
  return /^\d{1,9}$/.test(text) ? Number(text) : NaN;
}

/** Where the head ends and where the body begins. */
export function headEnd(bytes: Buffer, start: number): { readonly head: number; readonly body: number } | undefined {
  const at = bytes.indexOf('\r\n\r\n', start, 'latin1');
  if (at >= 0) return { head: at, body: at + 4 };
  // RFC 3261 wants a body's empty line; torture and old programs write bare line feeds.
  const bare = bytes.indexOf('\n\n', start, 'latin1');
  return bare < 0 ? undefined : { head: bare, body: bare + 2 };
}

/** Line ends before the first line are to be ignored (RFC 3261, 7.5). */
export function skipLines(bytes: Buffer, from = 0): number {
  let at = from;
  while (bytes[at] === 13 || bytes[at] === 10) at++;
  return at;
}

function fieldsOf(lines: readonly string[]): [string, string][] | undefined {
  const fields: [string, string][] = [];
  for (const line of lines) {
    const last = fields.at(-1);
    if (/^[ \t]/.test(line) && last !== undefined) {
      last[1] = `${last[1]} ${line.trim()}`.trim();
      continue;
    }
    const colon = line.indexOf(':');
    if (colon <= 0) return undefined;
    fields.push([line.slice(0, colon).trim(), line.slice(colon + 1).trim()]);
    if (fields.length > MAX_FIELDS) return undefined;
  }
  return fields;
}

const bad = (reason: string) => ({ status: 400, reason });

function problemOf(message: SipMessage): Parsed['problem'] {
  if (!/ SIP\/2\.0$|^SIP\/2\.0 /i.test(message.start)) return { status: 505, reason: 'Version Not Supported' };
  const missing = ['via', 'from', 'to', 'call-id', 'cseq'].find(name => (message.get(name)?.trim() ?? '') === '');
  if (missing !== undefined) return bad(`${missing} Is Missing`);
  const twice = ['from', 'to', 'call-id', 'cseq', 'max-forwards', 'content-length'].find(
    name => message.all(name).length > 1,
  );
  if (twice !== undefined) return bad(`${twice} Stands Twice`);
  const length = lengthOf(message);
  if (length !== undefined && Number.isNaN(length)) return bad('Bad Content-Length');
  if (message.via === undefined) return bad('Bad Via');
  const [number, method] = message.cseq;
  if (!(number < 2 ** 31)) return bad('Bad CSeq');
  return message.isRequest ? requestProblem(message, method) : responseProblem(message);
}

function requestProblem(message: SipMessage, cseqMethod: string): Parsed['problem'] {
  const parts = message.start.split(' ');
  if (parts.length !== 3) return bad('Bad Request-Line');
  if (cseqMethod !== message.method) return bad('CSeq Has Another Method');
  if (!/^[a-z][a-z0-9+.-]*:[^\s<>"]+$/i.test(message.uri)) return bad('Bad Request-URI');
  if (!/^(?:sips?|tel):/i.test(message.uri)) return { status: 416, reason: 'Unsupported URI Scheme' };
  const hops = message.get('max-forwards');
  if (hops !== undefined && !/^\d{1,3}$/.test(hops)) return bad('Bad Max-Forwards');
  return undefined;
}

const responseProblem = (message: SipMessage): Parsed['problem'] =>
  message.status === 0 ? bad('Bad Status-Line') : undefined;
