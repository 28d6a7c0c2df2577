import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VirtualCard } from '../src/board/virtual/card.ts';
import { writeWav } from '../src/dsp/wav.ts';
import { call } from './sip-caller.ts';

const PLUGIN = new URL('../dist/native/libasound_module_pcm_stentor.so', import.meta.url).pathname;
/** Of its own for each run; one that died may have left its peer behind. */
const SIP_PORT = 40_000 + 2 * (process.pid % 3000);

/** baresip with a virtual card of its own, in a call whose sound comes from `rtpPort`. */
export async function startBaresip(rtpPort: number) {
  const folder = await mkdtemp(join(tmpdir(), 'stentor-baresip-'));
  const cardFile = `/dev/shm/stentor-baresip-${process.pid}`;
  const card = VirtualCard.create(cardFile);
  const config = card.writeConfig(folder, PLUGIN, { lockstep: false });
  const silence = join(folder, 'silence.wav');
  await writeFile(silence, writeWav(new Int16Array(8000 * 600), 8000));
  await writeFile(join(folder, 'accounts'), `<sip:peer@127.0.0.1:${SIP_PORT}>;regint=0;answermode=auto\n`);
  await writeFile(join(folder, 'contacts'), '');
  await writeFile(join(folder, 'config'), settings(silence));
  const child = spawn('baresip', ['-f', folder], {
    env: { ...process.env, ALSA_CONFIG_PATH: config },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let printed = '';
  child.stdout.on('data', (text: Buffer) => (printed += text.toString()));
  child.stderr.on('data', (text: Buffer) => (printed += text.toString()));
  await new Promise(resolve => setTimeout(resolve, 1500));
  const talk = await call({ sipPort: SIP_PORT, rtpPort }).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw new Error(`${String(error)}; baresip said:\n${printed}`);
  });
  return {
    card,
    port: talk.port,
    async stop() {
      talk.hangUp();
      await new Promise(resolve => setTimeout(resolve, 300));
      child.kill('SIGKILL');
      card.close();
      await rm(folder, { recursive: true });
      await rm(cardFile, { force: true });
    },
  };
}

/** As it comes, but for what it listens to and plays with. */
const settings = (silence: string) =>
  [
    'poll_method epoll',
    `sip_listen 127.0.0.1:${SIP_PORT}`,
    'call_local_timeout 120',
    'audio_player alsa,stentor_speaker',
    `audio_source aufile,${silence}`,
    'audio_alert alsa,stentor_speaker',
    // The card knows one rate and two channels.
    'auplay_srate 48000',
    'auplay_channels 2',
    'audio_level no',
    'ausrc_format s16',
    'auplay_format s16',
    'auenc_format s16',
    'audec_format s16',
    'rtp_ports 47600-47700',
    'rtcp_mux no',
    'jitter_buffer_delay 5-10',
    'module_path /usr/lib/baresip/modules',
    ...['g711.so', 'plc.so', 'alsa.so', 'aufile.so'].map(name => `module ${name}`),
    'module_tmp account.so',
    'module_app menu.so',
    '',
  ].join('\n');
