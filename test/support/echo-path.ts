import { babble, noise } from './sounds.ts';

const RATE = 48_000;

/** A room with a speaker and somebody in it, at 48 kHz, -1..1. */
export interface EchoPath {
  /** What the speaker plays. */
  readonly reference: Float32Array;
  /** What the microphone hears: the speaker by three ways, some noise, and somebody who talks from `talksFrom` s on. */
  readonly microphone: Float32Array;
  /** That somebody alone. */
  readonly near: Float32Array;
  readonly echo: Float32Array;
}

/** The ways of the sound from the speaker: ms and gains. */
const WAYS = [
  [40, 0.5],
  [47, -0.25],
  [71, 0.12],
] as const;

/** Bright and never silent for long, unlike babble(): noise whose loudness and colour change as those of a voice do. */
function voice(seconds: number, seed: number): Float32Array {
  const random = noise(seed);
  let low = 0;
  return Float32Array.from({ length: seconds * RATE }, (_, i) => {
    const t = i / RATE;
    const syllable = 0.15 + Math.max(0, Math.sin(2 * Math.PI * 2.3 * t + Math.sin(seed + t)));
    low += (0.12 + 0.08 * Math.sin(t * 3.1)) * (random() - low);
    return 0.5 * syllable * low;
  });
}

export function echoPath(seconds: number, talksFrom: number, noiseLevel = 0.0005): EchoPath {
  const random = noise(99);
  const reference = voice(seconds, 5);
  const talk = babble(seconds - talksFrom);
  const near = new Float32Array(reference.length);
  near.set(
    talk.map(sample => sample * 0.4),
    talksFrom * RATE,
  );
  const echo = new Float32Array(reference.length);
  for (const [ms, gain] of WAYS) {
    const late = (ms * RATE) / 1000;
    for (let i = late; i < echo.length; i++) echo[i]! += gain * (reference[i - late] ?? 0);
  }
  const microphone = echo.map((sample, i) => sample + (near[i] ?? 0) + noiseLevel * random());
  return { reference, microphone, near, echo };
}

/** Mean power between two times, s. */
export function power(samples: Float32Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from * RATE; i < to * RATE; i++) sum += (samples[i] ?? 0) ** 2;
  return sum / ((to - from) * RATE);
}

/** How much of a sound is left in another from some time on, as a factor; `late` is its best delay of up to 50 ms, frames. */
export function shareOf(
  sound: Float32Array,
  found: Float32Array,
  from: number,
): { readonly share: number; readonly late: number } {
  const product = (late: number, frames: number) => {
    let sum = 0;
    for (let i = from * RATE; i < from * RATE + frames; i++) sum += (sound[i] ?? 0) * (found[i + late] ?? 0);
    return sum;
  };
  let [late, best] = [0, 0];
  for (let tried = 0; tried < RATE / 20; tried++) {
    const likeness = product(tried, RATE / 2);
    if (likeness > best) [late, best] = [tried, likeness];
  }
  const frames = sound.length - late - from * RATE;
  return { share: product(late, frames) / (power(sound, from, sound.length / RATE) * frames), late };
}
