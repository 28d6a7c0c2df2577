import type { Readable } from 'node:stream';
import type { LiveVoice, Transmitters } from '../audio/index.ts';
import type { Clock } from '../core/clock.ts';
import { Fault, invalid } from '../core/fault.ts';
import type { Answer, Exchange, Route } from '../http/index.ts';
import { opusPackets } from './opus-packets.ts';
import { Piecewise } from './piecewise.ts';
import { checkOutput } from './play-request.ts';
import { transmitFormat } from './transmit-format.ts';
import { withoutRiff } from './without-riff.ts';

interface TransmitDeps {
  readonly transmitters: Pick<Transmitters, 'open'>;
  readonly clock: Clock;
  /** ms without a byte after which a transmission is over. */
  readonly timeoutMs: () => number;
}

/** What a sender that names no type means; only those who send piece by piece may. */
const USUAL_TYPE = 'audio/basic';
const MAX_PIECE_BYTES = 256 * 1024;

/**
 * `audio/transmit.cgi`: plays the body while it comes, however it is framed, and answers when the last sample was heard.
 * It ends with the body, with the connection, or when nothing came for `Audio.ReceiverTimeout`. With PUT each request is
 * a piece of one stream.
 */
export function transmitCgi(deps: TransmitDeps): Route {
  const pieces = new Piecewise(deps);
  return {
    path: '/axis-cgi/audio/transmit.cgi',
    methods: ['POST', 'PUT'],
    access: 'viewer',
    streams: true,
    handle(exchange) {
      checkOutput(Object.fromEntries(exchange.query));
      return exchange.method === 'PUT' ? take(deps, pieces, exchange) : transmit(deps, exchange);
    },
    refuse: refused,
  };
}

async function transmit({ transmitters, clock, timeoutMs }: TransmitDeps, exchange: Exchange): Promise<Answer> {
  const format = transmitFormat(exchange.headers['content-type']);
  const voice = transmitters.open({ format, from: exchange.remote });
  const body = exchange.stream();
  const heardOf = inTime(body, { clock, timeoutMs });
  let refusal: Fault | undefined;
  try {
    for await (const piece of format.codec === 'opus' ? opusPackets(heardOf) : withoutRiff(heardOf)) {
      await voice.write(piece);
    }
  } catch (error) {
    // A peer that is gone or silent has said what it had to say: that is played.
    if (error instanceof Fault && error.kind === 'unsupported') refusal = error;
  } finally {
    voice.finish();
  }
  if (refusal !== undefined) throw refusal;
  return heard(voice);
}

/** The body until nothing has come for too long; the time in which nobody wants more of it does not count. */
async function* inTime(body: Readable, { clock, timeoutMs }: Pick<TransmitDeps, 'clock' | 'timeoutMs'>) {
  const wait = () => clock.after(timeoutMs(), () => body.destroy());
  let offTimer = wait();
  try {
    for await (const piece of body) {
      offTimer();
      yield piece as Uint8Array;
      offTimer = wait();
    }
  } finally {
    offTimer();
  }
}

async function heard(voice: LiveVoice): Promise<Answer> {
  if ((await voice.ended) === 'failed') throw new Fault('failed', 'the sound could not be played');
  return { type: 'text/plain', body: '' };
}

async function take({ transmitters }: TransmitDeps, pieces: Piecewise, exchange: Exchange): Promise<Answer> {
  const format = transmitFormat(exchange.headers['content-type'] ?? USUAL_TYPE);
  if (format.codec === 'opus') throw new Fault('unsupported', 'Opus can be sent with POST only');
  const start = startOf(exchange.headers['content-range']);
  const bytes = await whole(exchange);
  const from = exchange.remote;
  const sender = `${exchange.caller?.name ?? ''} ${from}`;
  await pieces.write(sender, { start, bytes, open: () => transmitters.open({ format, from }) });
  return { type: 'text/plain', body: '' };
}

function startOf(range = 'bytes 0-0/*'): number {
  const [, start] = /^bytes (\d{1,15})-\d+\/(\*|\d+)$/.exec(range) ?? [];
  if (start === undefined) throw invalid('Content-Range must be like bytes 0-99/*', 'Content-Range');
  return Number(start);
}

async function whole(exchange: Exchange): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of exchange.stream()) {
    parts.push(part as Buffer);
    length += (part as Buffer).length;
    if (length > MAX_PIECE_BYTES) throw new Fault('too-large', `a piece may have ${MAX_PIECE_BYTES} bytes`);
  }
  return Buffer.concat(parts);
}

const STATUS: Partial<Record<Fault['kind'], readonly [number, string]>> = {
  unavailable: [503, 'Service unavailable'],
  unsupported: [415, 'Unsupported media type'],
  'too-large': [413, 'Content too large'],
  forbidden: [401, 'Unauthorized'],
  failed: [500, 'Internal Server Error'],
};

function refused({ kind, message }: Fault): Answer {
  const [status, title] = STATUS[kind] ?? [400, 'Bad request'];
  return { status, type: 'text/plain', body: `${status} ${title}\n${message}\n` };
}
