/**
 * `make bench WHAT=trigger`: from an HTTP request to the first sample at the DAC of the virtual sound card, 200 times for
 * each setting. The peer: a small HTTP server that answers the request by starting a shell script which plays the same file
 * with aplay, on a virtual card of its own; the two take turns in the same run, both asked over a kept connection. Idle, with
 * the event loops blocked, and while eight voices play in ours (silence, so that the first sound is the beep).
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VirtualCard } from '../src/board/virtual/card.ts';
import { DigestClient } from '../test/support/digest-client.ts';
import { beep, wav } from '../test/support/signals.ts';
import { PASSWORD, startStentor, type Stentor } from '../test/support/stentor.ts';
import { inMs, spread } from './statistics.ts';

const REQUESTS = Number(process.env['REQUESTS'] ?? 200);
const BEEP_MS = 60;
const PLUGIN = new URL('../dist/native/libasound_module_pcm_stentor.so', import.meta.url).pathname;

const PEER_SERVER = new URL('peer-server.mjs', import.meta.url).pathname;
const BLOCKED = ['--import', new URL('block-loop.mjs', import.meta.url).pathname];

const VOICES = 8;

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

/** ms from `request` until the card's DAC has its first sound; the request may be answered earlier or later. */
async function soundAfter(card: VirtualCard, request: () => Promise<unknown>): Promise<number> {
  const asked = card.deviceTime();
  await request();
  for (;;) {
    const upto = card.deviceTime();
    const first = card.recordSpeaker(asked, upto - asked).left.findIndex(sample => sample !== 0);
    if (first >= 0) return first / 48;
    if (upto - asked > 96_000) throw new Error('nothing was heard within two seconds');
    await pause(20);
  }
}

/** The shell script with aplay, behind an HTTP server in a process of its own, started with the same Node flags as ours. */
async function startPeer(file: Uint8Array, flags: readonly string[]) {
  const folder = await mkdtemp(join(tmpdir(), 'stentor-peer-'));
  const cardFile = `/dev/shm/stentor-peer-${process.pid}`;
  const card = VirtualCard.create(cardFile);
  const config = card.writeConfig(folder, PLUGIN, { lockstep: false });
  const script = join(folder, 'play.sh');
  const clip = join(folder, 'clip.wav');
  await writeFile(clip, file);
  await writeFile(script, `#!/bin/sh\nexec aplay -q -D stentor_speaker "$1"\n`);
  await chmod(script, 0o755);
  const server = spawn(process.execPath, [...flags, PEER_SERVER, script, clip], {
    env: { ...process.env, ALSA_CONFIG_PATH: config },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = (await once(server.stdout, 'data')) as [Buffer];
  const client = new DigestClient(`http://127.0.0.1:${port.toString().trim()}`, '', '');
  return {
    card,
    play: () => client.get('/'),
    async stop() {
      client.close();
      server.kill();
      card.close();
      await rm(folder, { recursive: true });
      await rm(cardFile, { force: true });
    },
  };
}

async function measure(stentor: Stentor, peer: Awaited<ReturnType<typeof startPeer>>, profile: string) {
  await stentor.fetch(`/axis-cgi/param.cgi?action=update&Stentor.Audio.Latency=${profile}`);
  const file = wav(beep(BEEP_MS));
  const clip = await stentor.upload('beep.wav', file);
  const client = new DigestClient(stentor.http, 'root', PASSWORD);
  const ours: number[] = [];
  const theirs: number[] = [];
  await pause(1500);
  for (let n = -5; n < REQUESTS; n++) {
    const mine = await soundAfter(stentor.card, () => client.get(`/axis-cgi/playclip.cgi?clip=${clip}`));
    await pause(BEEP_MS + 100 + Math.random() * 100);
    const other = await soundAfter(peer.card, peer.play);
    await pause(BEEP_MS + 100 + Math.random() * 100);
    // The first five warm both up.
    if (n >= 0) {
      ours.push(mine);
      theirs.push(other);
    }
  }
  client.close();
  const { device } = ((await (await stentor.fetch('/api/audio')).json()) as { engine: { device: Device } }).engine;
  const ratio = spread(ours).p95 / spread(theirs).p95;
  const settings = `${device.callbackFrames} frames per callback, PortAudio ${device.outputLatencyMs.toFixed(1)} ms, ring ${device.ringMs} ms`;
  console.log(`  ${profile} (${settings}, realtime ${device.realtime ? 'yes' : 'no'})`);
  console.log(`    stentor  ${inMs(ours)}\n    aplay    ${inMs(theirs)}\n    ratio of p95  ${ratio.toFixed(2)}`);
}

interface Device {
  readonly callbackFrames: number;
  readonly outputLatencyMs: number;
  readonly ringMs: number;
  readonly realtime: boolean;
}

/** Has so many voices play music that nobody hears, for ever. */
async function playVoices(stentor: Stentor): Promise<void> {
  const body = JSON.stringify({ 'Stentor.Audio.Class.Music.Several': 'together' });
  const answer = await stentor.fetch('/api/settings', { method: 'PATCH', body });
  if (!answer.ok) throw new Error(await answer.text());
  await stentor.upload('silence.wav', wav(new Int16Array(48_000 * 10)));
  for (let n = 0; n < VOICES; n++) {
    const play = JSON.stringify({ location: 'silence.wav', repeat: -1, sourceClass: 'music' });
    await stentor.fetch('/api/actions/audio.play-clip', { method: 'POST', body: play });
  }
  const { playing } = (await (await stentor.fetch('/api/audio')).json()) as { playing: unknown[] };
  if (playing.length !== VOICES) throw new Error(`${playing.length} voices play`);
}

const profiles = process.argv.slice(2).length > 0 ? process.argv.slice(2) : ['Normal', 'Low', 'UltraLow'];
const LOADS = {
  idle: 'idle',
  blocked: 'event loops of both servers blocked 40 of every 400 ms',
  voices: `${VOICES} voices play`,
} as const;

for (const [load, words] of Object.entries(LOADS)) {
  console.log(`${REQUESTS} requests each, ${words}`);
  const flags = load === 'blocked' ? BLOCKED : [];
  const peer = await startPeer(wav(beep(BEEP_MS)), flags);
  const stentor = await startStentor({ lockstep: false, node: flags });
  await stentor.setUp();
  if (load === 'voices') await playVoices(stentor);
  for (const profile of profiles) await measure(stentor, peer, profile);
  await stentor.stop();
  await peer.stop();
}
