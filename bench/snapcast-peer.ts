import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VirtualCard } from '../src/board/virtual/card.ts';

const PLUGIN = new URL('../dist/native/libasound_module_pcm_stentor.so', import.meta.url).pathname;
/** Of their own for each run. */
export const SNAPSERVER_PORT = 41_000 + 2 * (process.pid % 3000);

/** Ends a program, and waits until it has ended. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise(resolve => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

/** Debian's snapserver, playing a file of raw samples (48 kHz, 16 bits, stereo). */
export function startSnapserver(sound: string, { codec, bufferMs }: { codec: string; bufferMs: number }) {
  const folder = mkdtempSync(join(tmpdir(), 'stentor-snapserver-'));
  const config = join(folder, 'snapserver.conf');
  const source = `file://${sound}?name=counter&codec=${codec}&sampleformat=48000:16:2`;
  writeFileSync(
    config,
    `[stream]\nsource = ${source}\nbuffer = ${bufferMs}\nbind_to_address = 127.0.0.1\nport = ${SNAPSERVER_PORT}\n`,
  );
  const options = [
    `--config=${config}`,
    '--tcp.bind_to_address=127.0.0.1',
    `--tcp.port=${SNAPSERVER_PORT + 1}`,
    '--http.enabled=false',
    `--server.datadir=${folder}`,
  ];
  // Before all others: a server that is late leaps in time, and all clients with it.
  const child = spawn('nice', ['-n', '-15', 'snapserver', ...options], { stdio: 'ignore' });
  return async () => {
    await end(child);
    rmSync(folder, { recursive: true });
  };
}

/** One of Debian's snapclients, as it comes, with a virtual card of its own. */
export function startSnapclient(name: string, driftPpm: number) {
  const folder = mkdtempSync(join(tmpdir(), 'stentor-snapclient-'));
  const cardFile = `/dev/shm/stentor-snapclient-${name}-${process.pid}`;
  const card = VirtualCard.create(cardFile);
  const config = card.writeConfig(folder, PLUGIN, { lockstep: false, driftPpm });
  const options = ['--host', '127.0.0.1', '--port', String(SNAPSERVER_PORT), '--hostID', name];
  const child = spawn('snapclient', [...options, '--soundcard', 'stentor_speaker', '--logsink', 'null'], {
    env: { ...process.env, ALSA_CONFIG_PATH: config },
    stdio: 'ignore',
  });
  return {
    card,
    async stop() {
      await end(child);
      card.close();
      rmSync(folder, { recursive: true });
      rmSync(cardFile, { force: true });
    },
  };
}
