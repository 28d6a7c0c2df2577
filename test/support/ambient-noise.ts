/** What is heard where speakers hang, as power 1: seven kinds. */
import { SAMPLE_RATE } from '../../src/dsp/format.ts';
import { noise } from './sounds.ts';

/** @param kind 0 white, 1 pink, 2 ventilation, 3 mains hum, 4 voices, 5 traffic, 6 knocks */
export function ambientNoise(kind: number, frames: number, seed: number): Float64Array {
  const random = noise(Math.imul(seed + 17, 40_503) & 0x7fff_ffff);
  for (let i = 0; i < 8; i++) random();
  const pink = pinkNoise(random);
  let low = 0;
  let knock = 0;
  const phase = 10 * Math.abs(random());
  const makers: ((t: number) => number)[] = [
    random,
    pink,
    () => (low += 0.03 * (random() - low)) + 0.02 * pink(),
    t =>
      [1, 2, 3, 5, 7, 10].reduce((sum, n) => sum + Math.sin(2 * Math.PI * 50.02 * n * t + n * phase) / n, 0) +
      0.05 * pink(),
    t => pink() * (0.15 + Math.max(0, Math.sin(2 * Math.PI * 2.3 * t + phase)) * (1 + Math.sin(0.9 * t + phase))),
    t => (low += 0.06 * (random() - low)) * (0.5 + Math.exp(-(((t - phase) / 2) ** 2))) + 0.01 * pink(),
    () => {
      knock = random() > 1 - 2.5e-5 ? 1 : knock * 0.9985;
      return 2 * knock * random() + 0.1 * pink();
    },
  ];
  const make = makers[kind]!;
  const samples = Float64Array.from({ length: frames }, (_, i) => make(i / SAMPLE_RATE));
  const rms = Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / frames);
  return samples.map(value => value / rms);
}

/** White noise through three poles, 3 dB less for each octave (Paul Kellet's filter). */
function pinkNoise(random: () => number): () => number {
  let [a, b, c] = [0, 0, 0];
  return () => {
    const white = random();
    a = 0.99765 * a + white * 0.099046;
    b = 0.963 * b + white * 0.2965164;
    c = 0.57 * c + white * 1.0526913;
    return a + b + c + white * 0.1848;
  };
}
