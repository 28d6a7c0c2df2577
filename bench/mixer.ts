/**
 * `make bench WHAT=mixer [seconds]`: CPU time of mixing 8 and 32 voices with class rules, gains and limiter, per second of
 * sound. The peer mixes as many files of the same kind to the same format: ffmpeg's amix and alimiter.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BLOCK_FRAMES, SAMPLE_RATE } from '../src/dsp/format.ts';
import { Mixer } from '../src/engine/mixer.ts';
import { createRingMemory, RingReader, RingWriter } from '../src/engine/source-ring.ts';
import { policies } from '../test/support/policies.ts';

const SECONDS = Number(process.argv[2] ?? 60);
const noise = Int16Array.from({ length: SAMPLE_RATE }, () => (Math.random() - 0.5) * 2000);

/** ms of CPU for each second of sound. */
function ours(voices: number): number {
  const mixer = new Mixer(policies({ paging: { lower: 'duck', duckDb: 20 } }));
  const writers = Array.from({ length: voices }, (_, id) => {
    const ring = createRingMemory(65_536);
    mixer.add({
      id,
      sourceClass: id % 2 === 0 ? 'music' : 'paging',
      live: false,
      ring,
      gain: 0.9,
      roundFrames: Infinity,
      from: 0,
    });
    return { writer: new RingWriter(ring), reader: new RingReader(ring) };
  });
  const block = new Float32Array(BLOCK_FRAMES);
  let used = 0;
  for (let second = 0; second < SECONDS; second++) {
    for (const { writer } of writers) writer.writeInt16(noise, 0, SAMPLE_RATE);
    const before = process.cpuUsage();
    for (let at = 0; at < SAMPLE_RATE; at += BLOCK_FRAMES) mixer.mix(block, BLOCK_FRAMES);
    const { user, system } = process.cpuUsage(before);
    used += user + system;
  }
  return used / 1000 / SECONDS;
}

function theirs(voices: number): number {
  const folder = mkdtempSync(join(tmpdir(), 'stentor-mixer-'));
  const file = join(folder, 'noise.raw');
  const whole = Buffer.concat(Array.from({ length: SECONDS }, () => Buffer.from(noise.buffer)));
  writeFileSync(file, whole);
  const input = ['-f', 's16le', '-ar', String(SAMPLE_RATE), '-ac', '1', '-i', file];
  const inputs = Array.from({ length: voices }, () => input).flat();
  const filter = `amix=inputs=${voices}:normalize=0,alimiter=limit=0.89:level=0`;
  const args = ['-v', 'error', '-threads', '1', ...inputs, '-filter_complex', filter, '-f', 's16le', '-y', '/dev/null'];
  const before = childMs();
  execFileSync('ffmpeg', args);
  rmSync(folder, { recursive: true });
  return (childMs() - before) / SECONDS;
}

/** CPU time of all children so far, ms: two of the numbers that times(2) tells. */
function childMs(): number {
  const [, , , , , , , , , , , , , , , cutime = 0, cstime = 0] = statOf();
  return (cutime + cstime) * 10;
}

const statOf = () => {
  const text = readFileSync(`/proc/${process.pid}/stat`, 'utf8');
  const rest = text.slice(text.lastIndexOf(')') + 2).split(' ');
  // Numbered as in proc_pid_stat(5), from 0: the first two fields were cut off.
  return [0, 0, ...rest.map(Number)];
};

for (const voices of [8, 32]) {
  const mine = ours(voices);
  const peer = theirs(voices);
  console.log(
    `${voices} voices, ms of CPU per second of sound: stentor ${mine.toFixed(2)} (${(mine / 10).toFixed(2)} % of a core), ` +
      `ffmpeg amix ${peer.toFixed(2)}; ratio ${(mine / peer).toFixed(2)}`,
  );
}
