import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Peer, startPeer } from './sip-peers.ts';

interface BaresipOptions {
  readonly address: string;
  readonly port: number;
  /** Of its account: `mediaenc=dtls_srtp`, `medianat=ice` … */
  readonly account: readonly string[];
  readonly rtcpMux: boolean;
  /** Whom it calls at once. */
  readonly dials?: string;
}

const MODULES = ['stdio', 'g711', 'aufile', 'aubridge', 'srtp', 'dtls_srtp', 'ice', 'stun', 'turn'];

/** baresip with keys and ways of its own, which plays 800 Hz to whom it talks with. Answers every call. */
export async function iceBaresip(options: BaresipOptions): Promise<Peer> {
  const { address, port, account, rtcpMux, dials } = options;
  const folder = await mkdtemp(join(tmpdir(), 'stentor-baresip-'));
  const tone = join(folder, 'tone.wav');
  execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'sine=frequency=800:sample_rate=8000:duration=60', tone]);
  const lines = [
    `sip_listen ${address}:${port}`,
    `audio_source aufile,${tone}`,
    'audio_player aubridge,x',
    `rtcp_mux ${rtcpMux ? 'yes' : 'no'}`,
    'module_path /usr/lib/baresip/modules',
    ...MODULES.map(name => `module ${name}.so`),
    ...['uuid', 'account'].map(name => `module_tmp ${name}.so`),
    'module_app menu.so',
  ];
  await writeFile(join(folder, 'config'), lines.join('\n'));
  const parameters = ['regint=0', 'answermode=auto', 'audio_codecs=pcma', ...account];
  await writeFile(join(folder, 'accounts'), `<sip:bare@${address}:${port}>;${parameters.join(';')}\n`);
  await writeFile(join(folder, 'contacts'), '');
  const peer = startPeer('baresip', ['-f', folder, '-v', ...(dials === undefined ? [] : ['-e', `/dial ${dials}`])]);
  return {
    ...peer,
    async stop() {
      await peer.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
