import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { VirtualCard } from '../../src/board/virtual/card.ts';
import { writeWav } from '../../src/dsp/wav.ts';
import { startPeer } from './sip-peers.ts';

const PLUGIN = resolve(import.meta.dirname, '../../dist/native/libasound_module_pcm_stentor.so');
const LOOPBACK = '127.0.0.1';
let made = 0;

interface PhoneOptions {
  /** What it says, mono at 8 kHz, again and again; silence unless told. */
  readonly says?: Int16Array;
  /** Whether its sound card waits for it, so that a slow machine loses nothing. On unless told. */
  readonly lockstep?: boolean;
  /** Whether it takes calls by itself. */
  readonly answers?: boolean;
  /** Whether it says what its own microphone hears instead. */
  readonly microphone?: boolean;
  /** Lines of its configuration; the last of a name counts. */
  readonly more?: readonly string[];
}

/** Something that baresip told. */
interface PhoneEvent {
  readonly type: string;
  readonly param?: string;
}

/** baresip as Debian has it: a telephone with a virtual sound card of its own, driven by its control port. */
export interface BaresipPhone {
  readonly card: VirtualCard;
  readonly sipPort: number;
  readonly pid: number;
  /** What it told so far. */
  readonly events: readonly PhoneEvent[];
  /** Carries out one of its commands (`dial`, `hangup`, `sndcode`). */
  command(name: string, params?: string): void;
  /** Forgets the events so far. */
  forget(): void;
  output(): string;
  stop(): Promise<void>;
}

/** Starts one; resolves when it takes commands. */
export async function startBaresipPhone(options: PhoneOptions = {}): Promise<BaresipPhone> {
  const folder = await mkdtemp(join(tmpdir(), 'stentor-phone-'));
  const file = `/dev/shm/stentor-phone-${process.pid}-${made++}`;
  const card = VirtualCard.create(file);
  const alsa = card.writeConfig(folder, PLUGIN, { lockstep: options.lockstep ?? true });
  const [sipPort, controlPort] = [await freePort(), await freePort()];
  const said = join(folder, 'said.wav');
  await writeFile(said, writeWav(options.says ?? new Int16Array(8000), 8000));
  const mode = options.answers === true ? 'auto' : 'manual';
  await writeFile(join(folder, 'accounts'), `<sip:peer@${LOOPBACK}:${sipPort}>;regint=0;answermode=${mode}\n`);
  await writeFile(join(folder, 'contacts'), '');
  await writeFile(join(folder, 'config'), configuration({ ...options, sipPort, controlPort, said }));
  const peer = startPeer('baresip', ['-f', folder], { env: { ...process.env, ALSA_CONFIG_PATH: alsa } });
  const control = await controlled(controlPort).catch(async (error: unknown) => {
    await peer.stop();
    throw new Error(`${String(error)}; baresip said:\n${peer.output()}`);
  });
  return {
    card,
    sipPort,
    pid: peer.pid,
    events: control.events,
    command: control.command,
    forget: () => void control.events.splice(0),
    output: peer.output,
    async stop() {
      control.socket.destroy();
      await peer.stop();
      card.close();
      await rm(folder, { recursive: true, force: true });
      await rm(file, { force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, LOOPBACK);
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

async function reached(port: number): Promise<Socket> {
  for (let asked = 0; asked < 1000; asked++) {
    const socket = connect(port, LOOPBACK);
    try {
      await once(socket, 'connect');
      return socket;
    } catch {
      await new Promise(go => setTimeout(go, 20));
    }
  }
  throw new Error('it takes no commands');
}

/** Its control port speaks JSON in netstrings. */
async function controlled(port: number) {
  const socket = await reached(port);
  const events: PhoneEvent[] = [];
  let rest = Buffer.alloc(0);
  socket.on('error', () => undefined);
  socket.on('data', (bytes: Buffer) => {
    rest = Buffer.concat([rest, bytes]);
    for (let next = netstring(rest); next !== undefined; next = netstring(rest)) {
      rest = rest.subarray(next.end);
      const told = JSON.parse(next.text) as Partial<PhoneEvent>;
      if (told.type !== undefined) events.push(told as PhoneEvent);
    }
  });
  const command = (name: string, params?: string) => {
    const text = JSON.stringify({ command: name, ...(params === undefined ? {} : { params }) });
    socket.write(`${Buffer.byteLength(text)}:${text},`);
  };
  return { socket, events, command };
}

function netstring(bytes: Buffer): { readonly text: string; readonly end: number } | undefined {
  const colon = bytes.indexOf(':');
  const length = Number(bytes.subarray(0, Math.max(0, colon)).toString());
  const end = colon + 1 + length + 1;
  return colon < 1 || bytes.length < end ? undefined : { text: bytes.subarray(colon + 1, end - 1).toString(), end };
}

interface Configured extends PhoneOptions {
  readonly sipPort: number;
  readonly controlPort: number;
  readonly said: string;
}

/** As it comes, but for its ports and its card, which knows one rate and two channels. */
const configuration = ({ sipPort, controlPort, said, microphone = false, more = [] }: Configured) =>
  [
    'poll_method epoll',
    `sip_listen ${LOOPBACK}:${sipPort}`,
    `ctrl_tcp_listen ${LOOPBACK}:${controlPort}`,
    'call_local_timeout 120',
    'audio_player alsa,stentor_speaker',
    microphone ? 'audio_source alsa,stentor_microphone' : `audio_source aufile,${said}`,
    'audio_alert alsa,stentor_speaker',
    ...(microphone ? ['ausrc_srate 48000', 'ausrc_channels 2'] : []),
    'auplay_srate 48000',
    'auplay_channels 2',
    'audio_level no',
    'ausrc_format s16',
    'auplay_format s16',
    'auenc_format s16',
    'audec_format s16',
    'rtp_ports 30000-39998',
    'rtcp_mux no',
    'jitter_buffer_delay 5-10',
    'module_path /usr/lib/baresip/modules',
    ...more,
    ...['g711.so', 'plc.so', 'alsa.so', 'aufile.so'].map(name => `module ${name}`),
    'module_tmp account.so',
    'module_app menu.so',
    'module_app ctrl_tcp.so',
    '',
  ].join('\n');
