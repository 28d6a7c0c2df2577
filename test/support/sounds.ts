import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeWav } from '../../src/dsp/wav.ts';

export const hasProgram = (program: string, flag: string) => spawnSync(program, [flag]).error === undefined;

/** Whether ffmpeg can be used: as the maker of test files and as the oracle. */
export const HAS_FFMPEG = hasProgram('ffmpeg', '-version');
export const HAS_SOX = hasProgram('sox', '--version');

/** A folder of its own for the files of one test; gone when `remove` was called. */
export function soundFolder(): { readonly path: string; file(name: string): string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'stentor-sounds-'));
  return { path, file: name => join(path, name), remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Noise that is always the same: a linear congruential generator, -1..1. */
export function noise(seed = 1): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return state / 0x4000_0000 - 1;
  };
}

export const sine = (hz: number, rate: number, frames: number, amplitude = 1) =>
  Float32Array.from({ length: frames }, (_, i) => amplitude * Math.sin((2 * Math.PI * hz * i) / rate));

/**
 * What a telephone in a test says: nothing for 4 s, a tone for 6 s, three times. While it says nothing, nobody takes anything
 * out of what the other end sends, and that can be known again.
 */
export const toneOfPhone = (hz: number, rate: number) =>
  sine(hz, rate, 30 * rate, 0.1).map((sample, i) => ((i / rate) % 10 < 4 ? 0 : sample));

/**
 * Something like speech: low-passed noise and a gliding tone in syllables with pauses; no two parts of it are alike, so
 * that a shift shows. Mono, 48 kHz unless told.
 */
export function babble(seconds: number, rate = 48_000): Float32Array {
  const random = noise(7);
  let low = 0;
  return Float32Array.from({ length: Math.round(seconds * rate) }, (_, i) => {
    const t = i / rate;
    const syllable = Math.max(0, Math.sin(2 * Math.PI * 1.7 * t + Math.sin(t)));
    low += 0.15 * (random() - low);
    return 0.6 * syllable * (0.5 * low + 0.5 * Math.sin(2 * Math.PI * (300 * t + 90 * t * t)));
  });
}

/** Writes `samples` as a 16-bit WAV file; returns its path. */
export function wavFile(path: string, samples: Float32Array, rate = 48_000): string {
  writeFileSync(
    path,
    writeWav(
      Int16Array.from(samples, sample => Math.round(sample * 32_767)),
      rate,
    ),
  );
  return path;
}

/** Runs ffmpeg from one file to another. */
export function ffmpeg(from: string, to: string, ...options: string[]): string {
  execFileSync('ffmpeg', ['-nostdin', '-v', 'error', '-y', '-i', from, ...options, to]);
  return to;
}

/** Runs sox from one file to another. */
export function sox(from: string, to: string, ...options: string[]): string {
  execFileSync('sox', ['-D', from, ...options, to]);
  return to;
}

/** What ffmpeg makes of a file: mono int16 at 48 kHz. Its own mixing of channels is kept out of it: the mean of them. */
export function decodedByFfmpeg(path: string, channels: 1 | 2, decoder: readonly string[] = []): Int16Array {
  const mix = channels === 1 ? 'anull' : 'pan=mono|c0=0.5*c0+0.5*c1';
  const filter = `${mix},aresample=48000:filter_size=64`;
  const args = ['-nostdin', '-v', 'error', ...decoder, '-i', path, '-af', filter, '-f', 's16le', '-'];
  const bytes = execFileSync('ffmpeg', args, { maxBuffer: 2 ** 28 });
  return new Int16Array(new Uint8Array(bytes).buffer);
}

/** LUFS and dBTP by ffmpeg's ebur128. */
export function measuredByFfmpeg(path: string): { readonly lufs: number; readonly truePeakDb: number } {
  const { stderr } = spawnSync('ffmpeg', ['-nostdin', '-i', path, '-af', 'ebur128=peak=true', '-f', 'null', '-']);
  const summary = stderr.toString().split('Summary:')[1] ?? '';
  const number = (pattern: RegExp) => Number(pattern.exec(summary)?.[1]);
  return { lufs: number(/I:\s+(-?[\d.]+) LUFS/), truePeakDb: number(/Peak:\s+(-?[\d.]+) dBFS/) };
}

/** How alike two signals are where they lie, 1 at the most (the correlation coefficient without shifting). */
export function likeness(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let product = 0;
  let squares = 0;
  let others = 0;
  for (let i = 0; i < Math.min(one.length, other.length); i++) {
    const a = one[i] ?? 0;
    const b = other[i] ?? 0;
    product += a * b;
    squares += a * a;
    others += b * b;
  }
  return product / Math.sqrt(squares * others);
}
