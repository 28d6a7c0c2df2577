import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { punctual } from './punctual.ts';
import { type Peer, startPeer } from './sip-peers.ts';
import { testCertificate } from './sip-rig.ts';
import { toneOfPhone, wavFile } from './sounds.ts';
import { until } from './until.ts';

interface LinphoneOptions {
  /** For SIP; RTP is at the one after the next. */
  readonly port: number;
  /** Of the tone that it sends, Hz. */
  readonly hz: number;
  /** The only one that it speaks: `PCMU/8000`. */
  readonly codec: string;
  readonly transport: 'udp' | 'tcp' | 'tls';
  /** Keys as messages in the place of events in the sound. */
  readonly dtmfByInfo?: boolean;
  readonly encryption?: 'none' | 'srtp';
}

/** linphonec as a telephone that answers by itself: it sends a tone, and keeps what it hears in a file. */
export interface Linphone {
  /** Who it says it is. */
  readonly name: string;
  /** Where it is called over its transport; over UDP where that is TLS: it shows no certificate to who calls. */
  readonly uri: string;
  /** A command as one types it; keys are typed as they are. */
  run(command: string): void;
  call(uri: string): void;
  /** Ends its call, after which all that it heard can be read. */
  hangUp(): Promise<void>;
  heard(): Promise<{ readonly sound: Int16Array; readonly rate: number }>;
  output(): string;
  stop(): Promise<void>;
}

const KNOWN = ['opus/48000', 'speex/16000', 'speex/8000', 'PCMU/8000', 'PCMA/8000', 'GSM/8000', 'G722/8000'].concat([
  'G729/8000',
  'speex/32000',
  'G726-16/8000',
  'G726-24/8000',
  'G726-32/8000',
  'G726-40/8000',
  'L16/44100',
]);

export async function linphone(options: LinphoneOptions): Promise<Linphone> {
  const { port, hz, transport } = options;
  const folder = await mkdtemp(join(tmpdir(), 'stentor-linphone-'));
  const { cert, key } = await testCertificate();
  // It does not start without its data base, whose folder it does not make.
  await mkdir(join(folder, '.local/share/linphone'), { recursive: true });
  await writeFile(join(folder, 'cert.pem'), cert);
  await writeFile(join(folder, 'key.pem'), key);
  const tone = wavFile(join(folder, 'tone.wav'), toneOfPhone(hz, 16_000), 16_000);
  // It would go on in the file of an earlier call.
  let calls = 0;
  const heard = () => join(folder, `heard${calls}.wav`);
  await writeFile(join(folder, 'rc'), configuration(folder, options));
  const peer: Peer = startPeer(...punctual('telephone', 'linphonec', ['-a', '-c', join(folder, 'rc')]), {
    env: { ...process.env, HOME: folder },
  });
  const run = (command: string) => peer.type(`${command}\n`);
  await until('linphonec takes commands', () => peer.output().includes('linphonec>'));
  const files = () => ['soundcard use files', `play ${tone}`, `record ${heard()}`].forEach(run);
  files();
  return {
    name: `sip:peer${port}@127.0.0.1`,
    uri:
      transport === 'tls'
        ? `sip:peer${port}@127.0.0.1:${port + 1}`
        : `sip:peer${port}@127.0.0.1:${port};transport=${transport}`,
    run,
    call(uri) {
      run(`call ${uri}`);
    },
    async hangUp() {
      const before = peer.output().length;
      run('terminate');
      await until('the call is over', () => /ended|No active call/.test(peer.output().slice(before)));
    },
    async heard() {
      const file = await readFile(heard());
      calls++;
      files();
      const [channels, rate] = [file.readUInt16LE(22), file.readUInt32LE(24)];
      const frames = Math.floor((file.length - 44) / 2 / channels);
      return { sound: Int16Array.from({ length: frames }, (_, i) => file.readInt16LE(44 + 2 * channels * i)), rate };
    },
    output: () => peer.output(),
    async stop() {
      run('quit');
      await peer.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

const configuration = (folder: string, { port, codec, transport, dtmfByInfo, encryption }: LinphoneOptions) => `
[net]
mtu=1300
[sip]
sip_port=${transport === 'udp' ? port : port + 1}
sip_tcp_port=${transport === 'tcp' ? port : 0}
sip_tls_port=${transport === 'tls' ? port : 0}
contact=sip:peer${port}@127.0.0.1
guess_hostname=0
use_ipv6=0
verify_server_certs=0
verify_server_cn=0
root_ca=${folder}/cert.pem
client_cert_chain=${folder}/cert.pem
client_cert_key=${folder}/key.pem
media_encryption=${encryption ?? 'none'}
use_info=${dtmfByInfo === true ? 1 : 0}
use_rfc2833=${dtmfByInfo === true ? 0 : 1}
[rtp]
audio_rtp_port=${port + 2}
[sound]
echocancellation=0
agc=0
[video]
capture=0
display=0
${KNOWN.map((name, n) => {
  const [mime, rate] = name.split('/');
  return `[audio_codec_${n}]\nmime=${mime}\nrate=${rate}\nchannels=${mime === 'opus' ? 2 : 1}\nenabled=${name === codec ? 1 : 0}`;
}).join('\n')}
`;
