/** One path that sound takes from the speaker to the microphone. */
export interface Tap {
  /** Frames. */
  readonly delay: number;
  /** Amplitude factor. */
  readonly gain: number;
}

/** A tone: frequency, Hz, and amplitude as a factor of full scale. */
export interface Talk {
  readonly hz: number;
  readonly gain: number;
}

/** What the microphone makes of what the speaker plays. */
export interface Air {
  readonly taps: readonly Tap[];
  /** White noise, RMS as a factor of full scale. */
  readonly noiseRms: number;
  /** Somebody near the microphone who sounds one steady tone; a gain of 0 is silence. */
  readonly talk: Talk;
  /** Factor on sound, noise and talk; 0 is a microphone that is switched off. */
  readonly micGain: number;
}

/** Frames that `heard` needs of the time before the ones it gives. */
export const longestDelay = (taps: readonly Tap[]) => taps.reduce((longest, { delay }) => Math.max(longest, delay), 0);

/**
 * What the microphone hears, computed as board/virtual/card/room.c does; the two may differ by rounding.
 * @param played what the speaker played, beginning `longestDelay` frames before `from`
 * @param from device time of the first frame to hear, frames
 */
export function heard(played: Int16Array, from: number, { taps, noiseRms, talk, micGain }: Air): Int16Array {
  const longest = longestDelay(taps);
  const sum = new Float32Array(Math.max(0, played.length - longest));
  for (const { delay, gain } of taps) {
    const offset = longest - delay;
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + gain * (played[offset + i] ?? 0);
  }
  return Int16Array.from(sum, (sound, i) => {
    const noise = noiseRms === 0 ? 0 : noiseAt(from + i) * noiseRms * 32_768;
    const tone = talk.gain === 0 ? 0 : toneAt(from + i, talk.hz) * talk.gain * 32_768;
    return Math.max(-32_768, Math.min(32_767, Math.round((sound + noise + tone) * micGain)));
  });
}

const toneAt = (time: number, hz: number) => Math.sin(2 * Math.PI * (((time * hz) / 48_000) % 1));

/** Mixes the bits of a number well (the finalizer of MurmurHash3). */
function scramble(bits: number): number {
  let mixed = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** White noise of unit power that is the same whenever it is asked for the same time. */
function noiseAt(time: number): number {
  const one = scramble(time >>> 0);
  const two = scramble((one + 0x9e3779b9) >>> 0);
  const sum = (one & 0xffff) + (one >>> 16) + (two & 0xffff) + (two >>> 16);
  return (sum / 65_535 - 2) * Math.sqrt(3);
}
