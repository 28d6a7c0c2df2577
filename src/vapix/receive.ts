import { randomInt } from 'node:crypto';
import type { Listeners } from '../audio/index.ts';
import type { Clock, Off } from '../core/clock.ts';
import { type Fault, invalid, unavailable } from '../core/fault.ts';
import type { Answer, Exchange, Route } from '../http/index.ts';
import { multipart, PacketBody, singlepart } from './packet-body.ts';
import { type ReceiveFormat, receiveFormat } from './receive-format.ts';

/** An encoder that gives nothing for so long is broken. */
const FIRST_PACKET_MS = 5000;

/** What is sent to those who do not say what they want. */
export interface ReceiveDefaults {
  readonly codec: string;
  readonly sampleRate: number;
  readonly bitrate: number;
  readonly httpType: string;
}

interface ReceiveDeps {
  readonly listeners: Pick<Listeners, 'open'>;
  readonly clock: Clock;
  readonly defaults: () => ReceiveDefaults;
}

/** `audio/receive.cgi`: what the microphone hears, for as long as somebody listens. */
export const receiveCgi = (deps: ReceiveDeps): Route => ({
  path: '/axis-cgi/audio/receive.cgi',
  methods: ['GET'],
  access: 'viewer',
  handle: exchange => receive(deps, exchange),
  refuse: refused,
});

async function receive(deps: ReceiveDeps, { query, signal }: Exchange): Promise<Answer> {
  const defaults = deps.defaults();
  const httpType = query.get('httptype') ?? defaults.httpType;
  const format = formatOf(query, defaults);
  if (httpType !== 'singlepart' && httpType !== 'multipart') {
    throw invalid('httptype must be singlepart or multipart', 'httptype');
  }
  const framing = httpType === 'multipart' ? multipart(format) : singlepart(format, randomInt(2 ** 32));
  const body = await open(deps, format, { framing, signal });
  return { type: framing.type, body, headers: { 'Cache-Control': 'no-cache, no-store' } };
}

/** What is asked for; what is not named is as it is set, if the codec that is asked for can have it. */
function formatOf(query: URLSearchParams, defaults: ReceiveDefaults): ReceiveFormat {
  const codec = query.get('audiocodec') ?? defaults.codec;
  const [sampleRate, bitrate] = [numberIn(query, 'audiosamplerate'), numberIn(query, 'audiobitrate')];
  if (codec !== defaults.codec || sampleRate !== undefined) return receiveFormat({ codec, sampleRate, bitrate });
  const tries = [
    { codec, sampleRate: defaults.sampleRate, bitrate: bitrate ?? defaults.bitrate },
    { codec, sampleRate: defaults.sampleRate, bitrate },
  ];
  for (const wish of tries) {
    try {
      return receiveFormat(wish);
    } catch {
      // The settings are those of another codec.
    }
  }
  return receiveFormat({ codec, sampleRate, bitrate });
}

function numberIn(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  if (!/^\d{1,6}$/.test(text)) throw invalid(`${name} must be a number`, name);
  return Number(text);
}

interface Opening {
  readonly framing: ConstructorParameters<typeof PacketBody>[0];
  readonly signal: AbortSignal;
}

/** Resolves with the body when the first packet is there: until then it can be refused. */
async function open({ listeners, clock }: ReceiveDeps, { wish }: ReceiveFormat, { framing, signal }: Opening) {
  const offs: Off[] = [];
  const body = new PacketBody(framing, () => {
    for (const off of offs) off();
  });
  try {
    await new Promise<void>((resolve, reject) => {
      const fail = (error: Fault) => {
        reject(error);
        body.fail(error);
      };
      const late = clock.after(FIRST_PACKET_MS, () => fail(unavailable('the microphone gives no sound')));
      offs.push(late);
      const packet = (bytes: Uint8Array) => {
        late();
        body.push(bytes);
        resolve();
      };
      const leave = listeners.open(wish, { packet, failed: fail });
      if (body.readable.destroyed) leave();
      else offs.push(leave);
      signal.addEventListener('abort', () => fail(unavailable('nobody waits for the sound')), { once: true });
    });
    return body.readable;
  } catch (error) {
    body.readable.destroy();
    throw error;
  }
}

const STATUS: Partial<Record<Fault['kind'], readonly [number, string]>> = {
  unavailable: [503, 'Service unavailable'],
  forbidden: [401, 'Unauthorized'],
  failed: [500, 'Internal Server Error'],
};

function refused({ kind, message }: Fault): Answer {
  const [status, title] = STATUS[kind] ?? [400, 'Bad request'];
  return { status, type: 'text/plain', body: `${status} ${title}\n${message}\n` };
}
