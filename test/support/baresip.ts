import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sine, toneOfPhone, wavFile } from './sounds.ts';
import { punctual } from './punctual.ts';
import { type Peer, startPeer } from './sip-peers.ts';
import { testCertificate } from './sip-rig.ts';
import { until } from './until.ts';

/** What it said of itself: a call that comes, is answered, ends; a key. */
export interface BaresipEvent {
  readonly type: string;
  readonly param?: string;
}

interface BaresipOptions {
  /** For SIP; TLS is at the next one, and it takes commands at the one after that. */
  readonly port: number;
  /** Of the tone that it sends, Hz. */
  readonly hz: number;
  /** Whether the tone never pauses. */
  readonly endless?: boolean;
  /** As baresip calls it: `PCMU/8000/1`; all that it has where it is left out. */
  readonly codec?: string;
  readonly answers?: 'auto' | 'manual' | 'early';
  readonly transport?: 'udp' | 'tcp' | 'tls';
  readonly address?: string;
  /** More parameters of its account. */
  readonly account?: string;
}

/** baresip as a telephone: it sends a tone, and keeps what it hears in a file. */
export interface Baresip {
  /** Who it says it is. */
  readonly name: string;
  /** Where it is called over its transport. */
  readonly uri: string;
  readonly events: BaresipEvent[];
  /** A command as one types it, without the slash: `dial`, `hangup`, `sndcode`. */
  run(command: string, params?: string): void;
  /** What it heard in the calls that are over, and at which rate; the last call is the last. */
  heard(): Promise<{ readonly sound: Int16Array; readonly rate: number }[]>;
  output(): string;
  stop(): Promise<void>;
}

const MODULES = ['account', 'uuid', 'menu', 'ctrl_tcp', 'aufile', 'aubridge', 'sndfile', 'srtp'];
const CODECS = ['opus', 'g722', 'g726', 'g711', 'l16'];

export async function baresip(options: BaresipOptions): Promise<Baresip> {
  const { port, codec, answers = 'auto', transport = 'udp', address = '127.0.0.1', account = '' } = options;
  const folder = await mkdtemp(join(tmpdir(), 'stentor-baresip-'));
  const { cert, key } = await testCertificate();
  await mkdir(join(folder, 'heard'));
  await writeFile(join(folder, 'cert.pem'), `${cert}\n${key}\n`);
  wavFile(join(folder, 'tone.wav'), toneOf(options));
  const host = address.includes(':') ? `[${address}]` : address;
  const codecs = codec === undefined ? '' : `;audio_codecs=${codec}`;
  await writeFile(
    join(folder, 'accounts'),
    `<sip:peer@${host}:${port};transport=${transport}>;regint=0;answermode=${answers}${codecs}${account}\n`,
  );
  await writeFile(join(folder, 'config'), configuration({ folder, port, host }));
  for (const file of ['contacts', 'current_contact']) await writeFile(join(folder, file), '');
  const peer: Peer = startPeer(...punctual('telephone', 'baresip', ['-f', folder]), {
    env: { ...process.env, HOME: folder },
  });
  const events: BaresipEvent[] = [];
  const control = await connected(port + 2, peer);
  readNetstrings(control, text => {
    const told = JSON.parse(text) as BaresipEvent & { event?: boolean };
    if (told.event === true) events.push(told);
  });
  const tlsPort = transport === 'tls' ? port + 1 : port;
  return {
    name: `sip:peer@${host}:${port}`,
    uri: `sip:peer@${host}:${tlsPort};transport=${transport}`,
    events,
    run(command, params = '') {
      const text = JSON.stringify({ command, params });
      control.write(`${Buffer.byteLength(text)}:${text},`);
    },
    async heard() {
      const files = (await readdir(join(folder, 'heard'))).filter(file => file.endsWith('-dec.wav')).sort();
      return Promise.all(files.map(async file => soundOf(await readFile(join(folder, 'heard', file)))));
    },
    output: () => peer.output(),
    async stop() {
      control.destroy();
      await peer.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const toneOf = ({ hz, endless = false }: BaresipOptions) =>
  endless ? sine(hz, 48_000, 60 * 48_000, 0.1) : toneOfPhone(hz, 48_000);

const configuration = ({ folder, port, host }: { folder: string; port: number; host: string }) => `
sip_listen ${host}:${port}
sip_certificate ${folder}/cert.pem
ctrl_tcp_listen 127.0.0.1:${port + 2}
net_interface ${host}
audio_source aufile,${folder}/tone.wav
audio_player aubridge,heard
audio_alert aubridge,alert
ausrc_srate 48000
ausrc_channels 1
audio_buffer 20-160
jitter_buffer_delay 2-20
call_max_calls 4
opus_stereo no
opus_sprop_stereo no
snd_path ${folder}/heard
module_path /usr/lib/baresip/modules
${CODECS.map(name => `module ${name}.so`).join('\n')}
${MODULES.map(name => `module${name === 'account' || name === 'menu' || name === 'ctrl_tcp' ? '_app' : ''} ${name}.so`).join('\n')}
`;

async function connected(port: number, peer: Peer): Promise<Socket> {
  for (let asked = 0; asked < 500; asked++) {
    const socket = connect(port, '127.0.0.1');
    const open = await new Promise<boolean>(resolve => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    if (open) return socket.on('error', () => undefined);
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  throw new Error(`baresip takes no commands: ${peer.output()}`);
}

/** `length:text,` one after the other. */
function readNetstrings(socket: Socket, read: (text: string) => void): void {
  let waiting = Buffer.alloc(0);
  socket.on('data', (bytes: Buffer) => {
    waiting = Buffer.concat([waiting, bytes]);
    for (;;) {
      const colon = waiting.indexOf(':');
      const length = Number(waiting.subarray(0, colon).toString());
      if (colon < 0 || waiting.length < colon + length + 2) return;
      read(waiting.subarray(colon + 1, colon + 1 + length).toString());
      waiting = waiting.subarray(colon + length + 2);
    }
  });
}

/** 16-bit PCM as libsndfile writes it; the left of two channels. */
function soundOf(file: Buffer): { sound: Int16Array; rate: number } {
  const [channels, rate] = [file.readUInt16LE(22), file.readUInt32LE(24)];
  const at = file.indexOf('data') + 8;
  const frames = Math.floor((file.length - at) / 2 / channels);
  return { sound: Int16Array.from({ length: frames }, (_, i) => file.readInt16LE(at + 2 * channels * i)), rate };
}

/** Waits for an event of a type. */
export const tells = (peer: Baresip, type: string) =>
  until(`baresip tells ${type}`, () => peer.events.some(event => event.type === type));
