/** Sounds that tests and benchmarks upload: mono int16 at 48 kHz, as WAV files. */
import { writeWav } from '../../src/dsp/wav.ts';

const RATE = 48_000;

/** A square wave at half of full scale: its very first sample is loud. */
export const beep = (ms: number) =>
  Int16Array.from({ length: (ms * RATE) / 1000 }, (_, i) => (i % 96 < 48 ? 16_384 : -16_384));

/** Sines that sweep up and down, with changes of loudness: no part is like another. */
export const music = (seconds: number) =>
  Int16Array.from({ length: seconds * RATE }, (_, i) => {
    const t = i / RATE;
    const sweep = Math.sin(2 * Math.PI * (200 * t + 300 * Math.sin(t)));
    const tone = Math.sin(2 * Math.PI * 660 * t) * Math.sin(2 * Math.PI * 0.7 * t);
    return Math.round(32_768 * 0.35 * (sweep + tone));
  });

export const wav = (samples: Int16Array) => writeWav(samples, RATE);
