/** What is heard where speakers hang, as power 1 over the whole length: nine kinds. */
import { SAMPLE_RATE } from '../../src/dsp/format.ts';
import { bandPass, filter, highPass, lowPass, onePole, peak } from './filters.ts';
import { Random } from './random.ts';

export const NOISES = [
  'white',
  'pink',
  'ventilation',
  'hum',
  'voices',
  'music',
  'traffic',
  'knocks',
  'machine',
] as const;
export type Noise = (typeof NOISES)[number];

type Maker = (frames: number, random: Random) => Float64Array;

const makers: Readonly<Record<Noise, Maker>> = {
  white: (frames, random) => white(frames, random),
  pink: (frames, random) => pink(frames, random),
  ventilation(frames, random) {
    const air = pink(frames, random);
    filter(air, [onePole(random.scaled(150, 1200)), peak(random.scaled(80, 600), random.between(0, 12), 4)]);
    const blades = random.scaled(60, 400);
    addTones(
      air,
      random,
      [1, 2, 3].map(n => ({ hz: n * blades, gain: (random.between(0, 0.4) * rmsOf(air)) / n })),
    );
    return air;
  },
  hum(frames, random) {
    const mains = random.pick([50, 60]) * (1 + 0.001 * random.normal());
    const hum = pink(frames, random).map(value => value * random.between(0.02, 0.1));
    const orders = Array.from({ length: random.whole(5, 40) }, (_, n) => n + 1);
    const slope = random.between(0.5, 1.6);
    addTones(
      hum,
      random,
      orders.map(n => ({ hz: n * mains, gain: random.between(0.1, 1) / n ** slope })),
    );
    return hum;
  },
  voices: (frames, random) => sumOf(random.whole(1, 6), () => voice(frames, random)),
  music: (frames, random) => music(frames, random),
  traffic(frames, random) {
    const road = pink(frames, random);
    filter(road, [lowPass(random.scaled(200, 1500))]);
    const passing = random.between(0, frames);
    const width = random.between(0.5, 3) * SAMPLE_RATE;
    return road.map((value, i) => value * (0.3 + Math.exp(-(((i - passing) / width) ** 2))));
  },
  knocks(frames, random) {
    const sound = pink(frames, random).map(value => 0.03 * value);
    const count = random.whole(2, 12);
    for (let n = 0; n < count; n++) addKnock(sound, random);
    return sound;
  },
  machine(frames, random) {
    const beat = random.between(2, 25);
    const sound = pink(frames, random);
    filter(sound, [bandPass(random.scaled(300, 5000), random.between(0.5, 3))]);
    const floor = random.between(0.05, 0.5);
    return sound.map(
      (value, i) => value * (floor + Math.max(0, Math.sin((2 * Math.PI * beat * i) / SAMPLE_RATE)) ** 4),
    );
  },
};

export function ambientNoise(kind: Noise, frames: number, seed: number): Float64Array {
  const random = new Random(seed);
  const samples = makers[kind](frames, random);
  const rms = rmsOf(samples);
  for (let i = 0; i < frames; i++) samples[i]! /= rms;
  return samples;
}

const rmsOf = (samples: Float64Array) =>
  Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length) + 1e-12;

function white(frames: number, random: Random): Float64Array {
  const samples = new Float64Array(frames);
  for (let i = 0; i < frames; i++) samples[i] = random.next() + random.next() + random.next() - 1.5;
  return samples;
}

/** White noise through three poles, 3 dB less for each octave (Paul Kellet's filter). */
function pink(frames: number, random: Random): Float64Array {
  const samples = white(frames, random);
  let [a, b, c] = [0, 0, 0];
  for (let i = 0; i < frames; i++) {
    const value = samples[i]!;
    a = 0.99765 * a + value * 0.099046;
    b = 0.963 * b + value * 0.2965164;
    c = 0.57 * c + value * 1.0526913;
    samples[i] = a + b + c + value * 0.1848;
  }
  return samples;
}

/** Adds steady tones. */
function addTones(samples: Float64Array, random: Random, tones: readonly { hz: number; gain: number }[]): void {
  for (const { hz, gain } of tones) {
    if (hz > 0.45 * SAMPLE_RATE) continue;
    addTone(samples, { from: 0, to: samples.length, gain, hz, phase: random.between(0, 2 * Math.PI) });
  }
}

interface Tone extends Sound {
  readonly hz: number;
  readonly phase?: number;
  /** s in which it fades by a factor e. */
  readonly fade?: number;
}

/** A fading sine by its recurrence, which is much quicker than Math.sin. */
function addTone(samples: Float64Array, { from, to, gain, hz, phase = 0, fade = Infinity }: Tone): void {
  const step = (2 * Math.PI * hz) / SAMPLE_RATE;
  const shrink = Math.exp(-1 / (fade * SAMPLE_RATE));
  const first = 2 * shrink * Math.cos(step);
  const second = shrink * shrink;
  let before = (gain * Math.sin(phase - step)) / shrink;
  let now = gain * Math.sin(phase);
  for (let i = from; i < to; i++) {
    samples[i]! += now;
    [before, now] = [now, first * now - second * before];
  }
}

function sumOf(count: number, make: () => Float64Array): Float64Array {
  const sum = make();
  for (let n = 1; n < count; n++) {
    const other = make();
    for (let i = 0; i < sum.length; i++) sum[i]! += other[i]!;
  }
  return sum;
}

/** Syllables: vowels (a pulse train through formants) and hissed consonants, with pauses between phrases. */
function voice(frames: number, random: Random): Float64Array {
  const samples = new Float64Array(frames);
  const pitch = random.scaled(85, 260);
  const loud = random.between(0.3, 1);
  for (let at = random.whole(0, SAMPLE_RATE); at < frames;) {
    const length = Math.round(random.between(0.08, 0.3) * SAMPLE_RATE);
    const end = Math.min(frames, at + length);
    if (random.chance(0.25)) hiss(samples, { from: at, to: end, gain: 0.25 * loud }, random);
    else vowel(samples, { from: at, to: end, gain: loud, pitch: pitch * random.between(0.8, 1.3) }, random);
    at =
      end +
      Math.round(random.chance(0.15) ? random.between(0.2, 0.9) * SAMPLE_RATE : random.between(0, 0.05) * SAMPLE_RATE);
  }
  return samples;
}

interface Sound {
  readonly from: number;
  readonly to: number;
  readonly gain: number;
}

/** Swells and fades over the whole length. */
const swell = (i: number, { from, to }: Sound) => Math.sin((Math.PI * (i - from)) / Math.max(1, to - from));

function hiss(samples: Float64Array, sound: Sound, random: Random): void {
  for (let i = sound.from; i < sound.to; i++) samples[i] = sound.gain * swell(i, sound) * random.between(-1, 1);
  filter(samples, [highPass(random.between(2000, 5000))], sound.from, sound.to);
}

function vowel(samples: Float64Array, sound: Sound & { pitch: number }, random: Random): void {
  let phase = 0;
  const glide = random.between(-0.3, 0.3) / Math.max(1, sound.to - sound.from);
  for (let i = sound.from; i < sound.to; i++) {
    phase += (sound.pitch * (1 + glide * (i - sound.from))) / SAMPLE_RATE;
    if (phase < 1) continue;
    phase -= 1;
    samples[i] = 20 * sound.gain * swell(i, sound);
  }
  const formants = [random.between(280, 800), random.between(900, 2300), random.between(2300, 3300)];
  filter(samples, [onePole(700), ...formants.map((hz, n) => peak(hz, 22 - 4 * n, 6))], sound.from, sound.to);
}

/** Chords and a beat. */
function music(frames: number, random: Random): Float64Array {
  const samples = new Float64Array(frames);
  const beat = Math.round(SAMPLE_RATE * random.between(0.25, 0.6));
  const root = random.scaled(80, 220);
  for (let at = 0; at < frames; at += beat) {
    for (const tone of [0, 4, 7, random.whole(0, 24)]) {
      const hz = root * 2 ** ((tone + random.pick([0, 5, 7])) / 12);
      addNote(samples, { from: at, to: Math.min(frames, at + 2 * beat), gain: random.between(0.2, 1), hz });
    }
    if (random.chance(0.7))
      drum(samples, { from: at, to: Math.min(frames, at + 8000), gain: random.between(0.5, 3) }, random);
  }
  return samples;
}

function addNote(samples: Float64Array, { from, to, gain, hz }: Tone): void {
  for (let order = 1; order <= 8 && order * hz < 16_000; order++) {
    addTone(samples, { from, to, gain: gain / order, hz: order * hz, fade: 1 / 3 });
  }
}

function drum(samples: Float64Array, { from, to, gain }: Sound, random: Random): void {
  const hiss = Float64Array.from({ length: to - from }, (_, i) => gain * random.between(-1, 1) * Math.exp(-i / 1500));
  filter(hiss, [random.chance(0.5) ? highPass(4000) : lowPass(200)]);
  hiss.forEach((value, i) => (samples[from + i]! += value));
}

/** A short noise through a resonance, with an echo of the room. */
function addKnock(samples: Float64Array, random: Random): void {
  const from = random.whole(0, samples.length - 1);
  const length = Math.min(samples.length - from, 14_400);
  const fade = random.scaled(100, 2500);
  const gain = random.scaled(0.3, 3);
  const knock = Float64Array.from({ length }, (_, i) => gain * random.between(-1, 1) * Math.exp(-i / fade));
  filter(knock, [bandPass(random.scaled(150, 5000), random.between(0.4, 4))]);
  for (let i = 0; i < length; i++) samples[from + i]! += knock[i]!;
}
