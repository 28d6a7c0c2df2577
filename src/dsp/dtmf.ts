import { SAMPLE_RATE } from './format.ts';

/** Keys of telephones as tones in the sound (ITU-T Q.23, Q.24). */

/** Hz. */
const LOW = [697, 770, 852, 941] as const;
const HIGH = [1209, 1336, 1477, 1633] as const;
const KEYS = ['123A', '456B', '789C', '*0#D'];

/** Amplitudes of what we send; the high tones are 2 dB louder, as lines swallow more of them. */
const LOW_GAIN = 0.2;
const HIGH_GAIN = 0.25;

/**
 * Part of a key's tones.
 * @param key one of `0`-`9`, `*`, `#`, `A`-`D`; another is silence
 * @param from sample of the key with which the part begins
 */
export function dtmfTones(key: string, from: number, samples: Int16Array, sampleRate: number): void {
  const row = KEYS.findIndex(keys => keys.includes(key));
  const low = (2 * Math.PI * (LOW[row] ?? 0)) / sampleRate;
  const high = (2 * Math.PI * (HIGH[KEYS[row]?.indexOf(key) ?? 0] ?? 0)) / sampleRate;
  for (let i = 0; i < samples.length; i++) {
    const sound = row < 0 ? 0 : LOW_GAIN * Math.sin(low * (from + i)) + HIGH_GAIN * Math.sin(high * (from + i));
    samples[i] = Math.round(sound * 32_767);
  }
}

/** 12.75 ms are looked at, again after each half of them. */
const BLOCK = 612;
const HALF = BLOCK / 2;
/**
 * Looks in a row that find a key before it counts, or do not before it is over. A key of 40 ms is found five times, one of
 * 23 ms three times; a pause of 30 ms is seen five times, an interruption of 10 ms three times.
 */
const IN_A_ROW = 4;
/** Both tones together: the least power, -33 dBFS. */
const LEAST_POWER = 5e-4;
/** Share of the power that is in the two tones: speech has more besides. */
const LEAST_SHARE = 0.75;
/** By how much the low tone may be louder (4 dB), and the high one (8 dB): power. */
const LOUDER_LOW = 2.6;
const LOUDER_HIGH = 6.6;
/** By how much each is louder than the others of its group, power (8 dB). */
const CLEAR = 6.3;
/** Q.24: 1.5 % off is to be taken, 3.5 % is not. */
const MOST_OFF = 0.025;

/** What a block has of one frequency. */
interface Found {
  readonly index: number;
  readonly power: number;
  /** Turns by which the tone is ahead of its frequency. */
  readonly phase: number;
}

interface Hit {
  readonly key: string;
  readonly low: Found;
  readonly high: Found;
}

/** Finds keys in the sound of a call: each once, as soon as it has lasted long enough. */
export class DtmfDetector {
  readonly #tell: (key: string) => void;
  readonly #low = LOW.map(hz => new Correlator(hz));
  readonly #high = HIGH.map(hz => new Correlator(hz));
  #frames = 0;
  #energy = 0;
  #energyBefore = 0;
  #last: Hit | undefined;
  /** Looks in a row that told the same as the last one. */
  #row = 0;
  #sounding: string | undefined;

  constructor(tell: (key: string) => void) {
    this.#tell = tell;
  }

  /** @param samples 48 kHz */
  hear(samples: Float32Array, frames: number): void {
    for (let at = 0; at < frames;) {
      const end = Math.min(frames, at + HALF - this.#frames);
      for (let i = at; i < end; i++) this.#energy += samples[i]! ** 2;
      for (const correlator of this.#low) correlator.hear(samples, at, end);
      for (const correlator of this.#high) correlator.hear(samples, at, end);
      this.#frames += end - at;
      at = end;
      if (this.#frames === HALF) this.#look();
    }
  }

  #look(): void {
    const hit = this.#hit((this.#energy + this.#energyBefore) / BLOCK);
    const last = this.#last;
    const isSame = hit === undefined || last === undefined ? hit === last : hit.key === last.key && isTrue(hit, last);
    this.#row = isSame ? this.#row + 1 : 1;
    this.#last = hit;
    this.#frames = 0;
    this.#energyBefore = this.#energy;
    this.#energy = 0;
    if (this.#row < IN_A_ROW) return;
    if (hit !== undefined && hit.key !== this.#sounding) this.#tell(hit.key);
    this.#sounding = hit?.key;
  }

  #hit(power: number): Hit | undefined {
    const low = clearest(this.#low);
    const high = clearest(this.#high);
    if (low === undefined || high === undefined || power < LEAST_POWER) return undefined;
    const isWhole = low.power + high.power > LEAST_SHARE * power;
    const isEven = low.power < LOUDER_LOW * high.power && high.power < LOUDER_HIGH * low.power;
    return isWhole && isEven ? { key: KEYS[low.index]![high.index]!, low, high } : undefined;
  }
}

/** Whether both tones have their frequency: the phase tells from one look to the next. */
function isTrue(hit: Hit, last: Hit): boolean {
  const off = (now: Found, before: Found, hz: number) => {
    const turned = ((now.phase - before.phase + 2.5) % 1) - 0.5;
    return Math.abs((turned * SAMPLE_RATE) / HALF / hz);
  };
  return (
    off(hit.low, last.low, LOW[hit.low.index]!) < MOST_OFF && off(hit.high, last.high, HIGH[hit.high.index]!) < MOST_OFF
  );
}

/** The loudest of a group, where it is much louder than the others. */
function clearest(correlators: readonly Correlator[]): Found | undefined {
  const found = correlators.map((correlator, index) => ({ index, ...correlator.take() }));
  const [first, second] = [...found].sort((a, b) => b.power - a.power);
  return first === undefined || first.power < CLEAR * (second?.power ?? 0) ? undefined : first;
}

/** How much of one frequency is in a block; its own tone goes on without an end. */
class Correlator {
  readonly #step: number;
  #frame = 0;
  #real = 0;
  #imaginary = 0;
  /** Of the half before. */
  #realBefore = 0;
  #imaginaryBefore = 0;

  constructor(hz: number) {
    this.#step = (2 * Math.PI * hz) / SAMPLE_RATE;
  }

  hear(samples: Float32Array, from: number, to: number): void {
    const angle = this.#step * this.#frame;
    const [turnReal, turnImaginary] = [Math.cos(this.#step), Math.sin(this.#step)];
    let [real, imaginary] = [Math.cos(angle), Math.sin(angle)];
    for (let i = from; i < to; i++) {
      const sample = samples[i]!;
      this.#real += sample * real;
      this.#imaginary -= sample * imaginary;
      const turned = real * turnReal - imaginary * turnImaginary;
      imaginary = real * turnImaginary + imaginary * turnReal;
      real = turned;
    }
    // All frequencies are whole numbers of Hz: after a second all begins anew.
    this.#frame = (this.#frame + to - from) % SAMPLE_RATE;
  }

  /** Ends a half; tells of it and the one before. */
  take(): { readonly power: number; readonly phase: number } {
    const [real, imaginary] = [this.#real + this.#realBefore, this.#imaginary + this.#imaginaryBefore];
    this.#realBefore = this.#real;
    this.#imaginaryBefore = this.#imaginary;
    this.#real = this.#imaginary = 0;
    return {
      power: (2 * (real ** 2 + imaginary ** 2)) / BLOCK ** 2,
      phase: Math.atan2(imaginary, real) / (2 * Math.PI),
    };
  }
}
