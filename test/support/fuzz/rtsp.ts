import { readdirSync } from 'node:fs';
import { Random } from '../random.ts';
import { eventually, type Stentor } from '../stentor.ts';
import { bytesOf, type Message } from './message.ts';
import { mutate } from './mutate.ts';
import { TEXTS } from './nasty.ts';
import { RtspWire } from './rtsp-wire.ts';

/** Connections at once: the speaker has 32, so that none of these makes room for another. */
const CROWD = 12;
const ADDRESS = 'rtsp://127.0.0.1/axis-media/media.amp';
const EVENTS = `${ADDRESS}?event=on`;

const TRANSPORTS = [
  'RTP/AVP/TCP;unicast;interleaved=0-1',
  'RTP/AVP;unicast;client_port=40000-40001',
  'RTP/AVP;multicast,RTP/AVP/TCP;unicast;interleaved=254-255',
  `${'RTP/AVP;multicast,'.repeat(500)}RTP/AVP/TCP`,
  `RTP/AVP/UDP;${'client_port=1;'.repeat(500)}`,
  'RTP/AVP/TCP;interleaved=-1-0',
  'RTP/AVP;client_port=65535',
];

/** Header lines that mean something to RTSP. */
const HEADERS = [
  ...TRANSPORTS.map(value => `Transport: ${value}`),
  ...TEXTS.slice(0, 12).map(text => `Session: ${text}`),
  'Session: ;timeout=0',
  'Require: a, b\x0bc',
  'Require: a\nX: y\xff',
  'CSeq: -1',
  'CSeq: 99999999999999999999',
  'Content-Length: 65536',
  'Content-Length: 65537',
  'Content-Length: 7',
  'Blocksize: 0',
  'Range: npt=-99999999999-',
  'Scale: NaN',
  'Authorization: Digest uri="',
  `Authorization: Digest uri="${ADDRESS.repeat(50)}"`,
];

const QUERIES = [
  'event=on&eventtopic=onvif:Device/axis:IO/VirtualInput',
  'event=on&eventtopic=//.',
  `event=on&eventtopic=${'onvif:a/'.repeat(900)}`,
  'event=on&eventcontent=boolean(//SimpleItem[@Name="a"])',
  `event=on&eventcontent=${'('.repeat(1500)}`,
  `event=on&eventcontent=${'boolean(//a)%20and%20'.repeat(120)}`,
  'event=on%0d%0aX:%20y',
];

const message = (method: string, target: string, ...headers: string[]): Message => ({
  method,
  target,
  version: 'RTSP/1.0',
  headers,
  body: Buffer.alloc(0),
  lineEnd: '\r\n',
  framing: 'none',
  lengthError: 0,
});

/** What a client says to hear events, from the beginning to the end. */
const script = (random: Random): Message[] => [
  message('OPTIONS', EVENTS),
  message('DESCRIBE', EVENTS, 'Accept: application/sdp'),
  message('SETUP', `${ADDRESS}/stream=0?event=on`, `Transport: ${random.pick(TRANSPORTS.slice(0, 3))}`),
  message('PLAY', EVENTS, 'Range: npt=0-'),
  { ...message('SET_PARAMETER', EVENTS), body: Buffer.from('packets_received: 1\r\n'), framing: 'length' },
  message('PAUSE', EVENTS),
  message('PLAY', EVENTS),
  message('TEARDOWN', EVENTS),
];

function broken(asked: Message, random: Random): Message {
  const changed = random.chance(0.5) ? mutate(asked, random, Buffer.from(random.pick(TEXTS))) : { ...asked };
  if (random.chance(0.5)) changed.headers = [...changed.headers, random.pick(HEADERS)];
  if (random.chance(0.2)) changed.target = `${ADDRESS}?${random.pick(QUERIES)}`;
  return changed;
}

/** What no client would send between two requests. */
function noise(random: Random): Buffer {
  const bytes = Buffer.from(Array.from({ length: random.whole(0, 300) }, () => random.whole(0, 255)));
  const length = random.pick([0, bytes.length, 65_535]);
  const frame = Buffer.concat([Buffer.from([0x24, random.whole(0, 255), length >> 8, length & 0xff]), bytes]);
  return random.pick([frame, frame, bytes, Buffer.from('\r\n\r\n'), Buffer.from('RTSP/1.0 200 OK\r\n\r\n')]);
}

type Logins = readonly (readonly string[])[];

/** All that connection number `n` says: the same for the same seed. */
function wordsOf(random: Random, logins: Logins): Buffer[] {
  const login = random.pick(logins);
  return script(random).flatMap(asked => {
    const said = random.chance(0.4) ? broken(asked, random) : asked;
    const bytes = bytesOf({ ...said, headers: ['CSeq: 1', ...login, ...said.headers] });
    return random.chance(0.1) ? [bytes, noise(random)] : [random.chance(0.05) ? Buffer.concat([bytes, bytes]) : bytes];
  });
}

/** What came of it. */
export interface RtspFindings {
  readonly connections: number;
  /** How many answers each status had. */
  readonly statuses: Readonly<Record<string, number>>;
  /** What must not be. */
  readonly wrong: readonly string[];
}

interface RtspFuzz {
  readonly stentor: Stentor;
  readonly logins: Logins;
  readonly seed: number;
  readonly count: number;
}

const openFiles = (pid: number | undefined) => readdirSync(`/proc/${pid ?? 0}/fd`).length;

/** Speaks broken RTSP to a speaker over so many connections, and looks that it keeps none of them. */
export async function fuzzRtsp({ stentor, logins, seed, count }: RtspFuzz): Promise<RtspFindings> {
  const statuses: Record<string, number> = {};
  const wrong: string[] = [];
  const ports = { rtsp: Number(new URL(stentor.rtsp).port), http: Number(new URL(stentor.http).port) };
  const before = openFiles(stentor.process.pid);
  let next = 0;
  const worker = async () => {
    while (next < count && stentor.process.exitCode === null) {
      const n = next++;
      const random = new Random(seed * 2_000_003 + n);
      const from = `127.${random.whole(1, 254)}.${random.whole(0, 255)}.${random.whole(1, 254)}`;
      const wire = random.chance(0.15)
        ? await RtspWire.tunnel(ports.http, from, `fuzz-${n}`)
        : RtspWire.direct(ports.rtsp, from);
      for (const bytes of wordsOf(random, logins)) {
        if (!wire.isOpen) break;
        await wire.say(bytes, random.whole(0, bytes.length));
      }
      wire.close(random.chance(0.3));
      for (const status of wire.statuses) statuses[status] = (statuses[status] ?? 0) + 1;
      if (wire.statuses.some(status => status >= '500' && !['501', '503', '505', '551'].includes(status)))
        wrong.push(`RTSP connection ${n} was answered ${wire.statuses.join(' ')}`);
      wrong.push(...wire.malformed.map(head => `RTSP connection ${n} was answered ${JSON.stringify(head)}`));
    }
  };
  await Promise.all(Array.from({ length: CROWD }, worker));
  // Sockets that were opened for a stream go with its connection.
  await eventually('RTSP leaves nothing open', () => openFiles(stentor.process.pid) <= before).catch(() =>
    wrong.push(`RTSP left files open: ${before} before, ${openFiles(stentor.process.pid)} after`),
  );
  return { connections: count, statuses, wrong };
}
