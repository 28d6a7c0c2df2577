import { execFileSync } from 'node:child_process';
import { toInt16 } from '../../src/dsp/int16.ts';
import type { CodecFormat } from '../../src/engine/codecs/index.ts';
import { babble } from './sounds.ts';

/** A format, what ffmpeg calls its stream and its encoder, and how many samples make a packet of 20 ms. */
export interface KnownCodec {
  readonly format: CodecFormat;
  readonly demuxer: readonly string[];
  readonly encoder: readonly string[];
}

const known = (codec: CodecFormat['codec'], sampleRate: number, names: Pick<KnownCodec, 'demuxer' | 'encoder'>) => ({
  format: { codec, sampleRate, channels: 1 as const },
  ...names,
});
const raw = (name: string, rate: number) => ({
  demuxer: ['-f', name, '-ar', `${rate}`, '-ac', '1'],
  encoder: ['-f', name],
});

/** All codecs without packets of their own, with ffmpeg's words for them. */
export const KNOWN: readonly KnownCodec[] = [
  known('PCMU', 8000, raw('mulaw', 8000)),
  known('PCMU', 16_000, raw('mulaw', 16_000)),
  known('PCMA', 8000, raw('alaw', 8000)),
  known('L16', 48_000, raw('s16be', 48_000)),
  known('L24', 48_000, raw('s24be', 48_000)),
  known('G722', 16_000, { demuxer: ['-f', 'g722'], encoder: ['-c:a', 'g722', '-f', 'g722'] }),
  known('G726-32', 8000, {
    demuxer: ['-f', 'g726le', '-code_size', '4', '-ar', '8000'],
    encoder: ['-c:a', 'g726le', '-b:a', '32k', '-f', 'g726le'],
  }),
  known('G726-24', 8000, {
    demuxer: ['-f', 'g726le', '-code_size', '3', '-ar', '8000'],
    encoder: ['-c:a', 'g726le', '-b:a', '24k', '-f', 'g726le'],
  }),
];

export const nameOf = ({ codec, sampleRate }: CodecFormat) => `${codec} at ${sampleRate} Hz`;

/** Something like speech, -6 dBFS at its peaks. */
export const speech = (seconds: number, rate: number) => toInt16(babble(seconds, rate));

const bytesOf = (samples: Int16Array) => new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);

function run(args: readonly string[], input: Uint8Array): Buffer {
  return execFileSync('ffmpeg', ['-nostdin', '-v', 'error', ...args], { input, maxBuffer: 2 ** 28 });
}

/** A stream as ffmpeg decodes it: mono int16 at `rate`. */
export function decodedByFfmpeg(stream: Uint8Array, demuxer: readonly string[], rate: number): Int16Array {
  const bytes = run([...demuxer, '-i', '-', '-ar', `${rate}`, '-ac', '1', '-f', 's16le', '-'], stream);
  return new Int16Array(new Uint8Array(bytes).buffer);
}

/** Samples as ffmpeg encodes them. */
export const encodedByFfmpeg = (samples: Int16Array, encoder: readonly string[], rate: number) =>
  run(['-f', 's16le', '-ar', `${rate}`, '-ac', '1', '-i', '-', ...encoder, '-'], bytesOf(samples));

/** dB by which the sound is louder than what differs, with the sound `late` frames late. */
export function snr(sound: Int16Array, found: Int16Array, late = 0): number {
  let power = 0;
  let error = 0;
  for (let i = 0; i + late < found.length && i < sound.length; i++) {
    power += sound[i]! ** 2;
    error += (found[i + late]! - sound[i]!) ** 2;
  }
  return 10 * Math.log10(power / error);
}

/** The delay of up to `most` frames at which the SNR is best. */
export function bestSnr(
  sound: Int16Array,
  found: Int16Array,
  most: number,
): { readonly late: number; readonly db: number } {
  let best = { late: 0, db: Number.NEGATIVE_INFINITY };
  for (let late = 0; late <= most; late++) {
    const db = snr(sound, found, late);
    if (db > best.db) best = { late, db };
  }
  return best;
}

export function joined(parts: Iterable<Int16Array>): Int16Array {
  const all = [...parts];
  const whole = new Int16Array(all.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of all) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Packets of as many samples each; what is left at the end is dropped. */
export const packetsOf = (samples: Int16Array, size: number) =>
  Array.from({ length: Math.floor(samples.length / size) }, (_, i) => samples.subarray(i * size, (i + 1) * size));
