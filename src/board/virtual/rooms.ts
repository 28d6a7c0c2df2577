import type { Tap } from './air.ts';

export type RoomPreset = 'direct' | 'office' | 'hall' | 'blanket' | 'silent';

const FRAMES_PER_MS = 48;

/** Even numbers from 0 to 1 that are the same each time (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Reverberation {
  readonly seed: number;
  /** Until it has fallen by 60 dB, ms (ISO 3382, T60). */
  readonly t60Ms: number;
  readonly reflections: number;
  /** Energy of all reflections to that of the direct sound. */
  readonly energy: number;
}

/** The direct sound, 17 cm away, and reflections that grow denser and fainter. */
function reverberant({ seed, t60Ms, reflections, energy }: Reverberation): Tap[] {
  const random = randomNumbers(seed);
  const direct = { delay: FRAMES_PER_MS / 2, gain: 0.8 };
  const raw = Array.from({ length: reflections }, () => {
    const ms = 3 + (t60Ms - 3) * Math.sqrt(random()) * random();
    const decay = 10 ** ((-3 * ms) / t60Ms);
    return { delay: Math.round(ms * FRAMES_PER_MS), gain: decay * (random() < 0.5 ? -1 : 1) * (0.5 + random() / 2) };
  });
  const scale = Math.sqrt((direct.gain ** 2 * energy) / raw.reduce((sum, { gain }) => sum + gain ** 2, 0));
  return [direct, ...raw.map(({ delay, gain }) => ({ delay, gain: gain * scale }))];
}

/** A low-pass filter at 1 kHz (windowed sinc, Hann), 6 dB down, and above it what still comes through: a blanket over the speaker. */
function muffled(): Tap[] {
  const length = 127;
  const cutoff = 1000 / 48_000;
  return Array.from({ length }, (_, delay) => {
    const x = delay - (length - 1) / 2;
    const sinc = x === 0 ? 2 * cutoff : Math.sin(2 * Math.PI * cutoff * x) / (Math.PI * x);
    const hann = 0.5 + 0.5 * Math.cos((2 * Math.PI * x) / (length + 1));
    return { delay, gain: 0.5 * sinc * hann + (x === 0 ? 0.03 : 0) };
  });
}

/** The paths of each room from the virtual speaker to its microphone. */
export const ROOMS: Readonly<Record<RoomPreset, readonly Tap[]>> = {
  /** A cable: the microphone hears the very samples. */
  direct: [{ delay: 0, gain: 1 }],
  office: reverberant({ seed: 1, t60Ms: 400, reflections: 160, energy: 0.25 }),
  hall: reverberant({ seed: 2, t60Ms: 1300, reflections: 480, energy: 1 }),
  blanket: muffled(),
  silent: [],
};
