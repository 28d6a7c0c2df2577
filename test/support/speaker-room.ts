/** A loudspeaker with a microphone in a room, as arithmetic: what a speaker test records there. Seeds decide everything. */
import { RealFft, type Spectrum } from '../../src/dsp/fft.ts';
import { factorOf, SAMPLE_RATE } from '../../src/dsp/format.ts';
import { fromInt16, toInt16 } from '../../src/dsp/int16.ts';
import { stimulus } from '../../src/speakertest/index.ts';
import { ambientNoise, NOISES, type Noise } from './ambient-noise.ts';
import { filter, highPass, lowPass, peak, resampled, type Section } from './filters.ts';
import { type Day, impulseResponse, type Room, ROOM_LEAD, someRoom } from './image-room.ts';
import { Random } from './random.ts';
import { type Change, changeOf, type Fault } from './speaker-faults.ts';

export { type Fault, FAULTS, SUBTLE_FAULTS } from './speaker-faults.ts';

const FRAMES = 524_288;
/** s that are recorded after the stimulus must have been heard. */
const REST = 0.25;

export interface Run {
  /** Of this very recording: its noise. */
  readonly seed: number;
  /** Of the day: people, warmth, the kind of noise; that of the run where it is not told. */
  readonly daySeed?: number;
  /** Of the sweeps over the noise at the microphone, dB. */
  readonly snrDb: number;
  readonly noise?: Noise;
  readonly fault?: Fault | undefined;
  /** Which form of the fault: the same for all recordings of one test. */
  readonly faultSeed?: number;
  /** Harmonic distortion of the third order on top of the speaker's own, of full excursion. */
  readonly distortion?: number;
  /** Of the microphone, on top of what the place has, dB. */
  readonly gainDb?: number;
}

export interface Site {
  record(run: Run): Float32Array;
}

const fft = new RealFft(FRAMES);
const played = Float64Array.from(stimulus(0));
/** How far the cone moves: less for high tones. */
const excursion = played.slice();
filter(excursion, [lowPass(300, 0.8)]);
const spectrumOf = (samples: Float64Array) => fft.forward(samples);
/** Of the sound, and of what distortion is a sum of: square and cube of force and of excursion. */
const parts = {
  linear: spectrumOf(played),
  square: spectrumOf(played.map(value => value ** 2)),
  cube: spectrumOf(played.map(value => value ** 3)),
  farSquare: spectrumOf(excursion.map(value => value ** 2)),
  farCube: spectrumOf(excursion.map(value => value ** 3)),
};
type Part = keyof typeof parts;
type Mix = Readonly<Partial<Record<Part, number>>>;

interface Peak {
  readonly hz: number;
  readonly db: number;
  readonly q: number;
}

interface Speaker {
  readonly low: number;
  readonly high: number;
  readonly steep: boolean;
  readonly peaks: readonly Peak[];
  readonly mix: Mix;
}

interface Place {
  readonly room: Room;
  readonly latency: number;
  readonly jitter: number;
  readonly ppm: number;
  /** Of the whole way to the number of a sample. */
  readonly gain: number;
  readonly hiss: number;
  readonly highPass: number;
}

/** A place with its speaker; the same seed is the same place. */
export function site(seed: number): Site {
  const random = new Random(seed);
  const { between, scaled, chance } = random;
  const speaker = {
    low: scaled(80, 280),
    high: scaled(8000, 18_000),
    steep: chance(0.5),
    peaks: Array.from({ length: 6 }, () => ({ hz: scaled(200, 12_000), db: between(-6, 6), q: between(0.7, 5) })),
    mix: {
      linear: 1,
      square: scaled(0.001, 0.02),
      cube: scaled(0.001, 0.01),
      farSquare: scaled(0.001, 0.03),
      farCube: -scaled(0.001, 0.03),
    },
  };
  const place = {
    room: someRoom(random),
    latency: chance(0.25) ? between(0.3, 1.4) : between(0.008, 0.2),
    jitter: chance(0.5) ? 0 : between(0, 0.03),
    ppm: chance(0.4) ? 0 : between(-150, 150),
    gain: factorOf(between(-22, -2)),
    hiss: factorOf(between(-86, -70)),
    highPass: scaled(20, 110),
  };
  return { record: run => recordIn(speaker, place, run) };
}

// eslint-disable-next-line complexity -- every part of the way is a condition of its own
function recordIn(speaker: Speaker, place: Place, run: Run): Float32Array {
  const random = new Random(run.seed + 7_000_003);
  const day = new Random((run.daySeed ?? run.seed) + 17_000_003);
  const { fault } = run;
  const mended = new Random((run.faultSeed ?? 1) + 77_000_001);
  const change = fault === undefined ? undefined : changeOf(fault, mended);
  const response = impulseResponse(place.room, today(day), day);
  filter(response, sectionsOf(speaker, day));
  const path = fft.forward(response);
  const latency = Math.max(0, place.latency + place.jitter * random.between(-1, 1));
  const length = Math.ceil(played.length + (latency + REST) * SAMPLE_RATE);
  const drive = place.gain * factorOf(day.between(-0.4, 0.4)) * 0.125;
  const healthy = fft.inverse(product(mixed(speaker.mix), path));
  const rms = Math.sqrt(healthy.reduce((sum, value) => sum + value * value, 0) / (5 * 0.89 * SAMPLE_RATE));
  const clean = isOfSound(fault) || run.distortion ? broken(speaker, path, { run, mended, random }) : healthy;
  const late = delayedBy(clean, latency, FRAMES);
  if (change && fault !== 'mic-blocked') applied(late, change);
  const kind = run.noise ?? day.pick(NOISES);
  const ambient = ambientNoise(kind, length, run.seed);
  const level = rms * factorOf(-run.snrDb);
  const heard = resampled(late, place.ppm + (place.ppm === 0 ? 0 : 2 * day.normal()), length);
  for (let i = 0; i < length; i++) heard[i] = drive * (heard[i]! + level * ambient[i]!);
  if (change && fault === 'mic-blocked') applied(heard, change);
  filter(heard, [highPass(place.highPass)]);
  return recorded(
    heard,
    fault === 'mic-dead' ? { gain: 0, hiss: deadHiss(mended) } : { gain: factorOf(run.gainDb ?? 0), hiss: place.hiss },
    random,
  );
}

/** What is left where a microphone is: nothing at all, or the noise of its amplifier. */
const deadHiss = (random: Random) => (random.chance(0.3) ? 0 : factorOf(random.between(-100, -89)));

function recorded(heard: Float64Array, { gain, hiss }: { gain: number; hiss: number }, random: Random): Float32Array {
  const samples = new Float32Array(heard.length);
  // Three dice have half the deviation of one sample at full scale.
  for (let i = 0; i < samples.length; i++) {
    samples[i] = gain * heard[i]! + 2 * hiss * (random.next() + random.next() + random.next() - 1.5);
  }
  return fromInt16(toInt16(samples));
}

function today(random: Random): Day {
  return { warmth: 20 + random.between(-15, 15), people: random.whole(0, 5), doorOpen: random.chance(0.3) };
}

/** The loudspeaker today: warmth moves its resonance, age and damp its peaks a little. */
function sectionsOf({ low, high, steep, peaks }: Speaker, random: Random): Section[] {
  const { between } = random;
  const cut = high * between(0.98, 1.02);
  return [
    highPass(low * between(0.96, 1.04), between(0.65, 0.75)),
    ...(steep ? [lowPass(cut, 0.541), lowPass(cut, 1.307)] : [lowPass(cut)]),
    ...peaks.map(({ hz, db, q }) => peak(hz * between(0.99, 1.01), db + between(-0.3, 0.3), q)),
    peak(6000, between(-0.4, 0.4), 0.5),
  ];
}

function mixed(mix: Mix): Spectrum {
  const re = new Float64Array(FRAMES / 2 + 1);
  const im = new Float64Array(re.length);
  for (const [name, factor] of Object.entries(mix) as [Part, number][]) {
    const part = parts[name];
    for (let k = 0; k < re.length; k++) {
      re[k]! += factor * part.re[k]!;
      im[k]! += factor * part.im[k]!;
    }
  }
  return { re, im };
}

const isOfSound = (fault: Fault | undefined) =>
  fault === 'distortion' || fault === 'clipping' || fault === 'loose-contact' || fault === 'rub';

interface Broken {
  readonly run: Run;
  /** Of the fault, and of this run. */
  readonly mended: Random;
  readonly random: Random;
}

/** The sound of a loudspeaker whose fault is more than a filter. */
function broken({ mix }: Speaker, path: Spectrum, { run, mended, random }: Broken): Float64Array {
  const driven = fft.inverse(mixed(mix));
  // eslint-disable-next-line @typescript-eslint/switch-exhaustiveness-check -- the other faults are filters
  switch (run.fault) {
    case 'clipping': {
      const most = mended.between(0.25, 0.45);
      for (let i = 0; i < FRAMES; i++) driven[i] = Math.max(-most, Math.min(most, driven[i]!));
      break;
    }
    case 'loose-contact':
      for (let n = mended.whole(1, 4); n > 0; n--) {
        const from = Math.round(random.between(0.8, 6) * SAMPLE_RATE);
        driven.fill(0, from, from + Math.round(random.between(0.03, 0.25) * SAMPLE_RATE));
      }
      break;
    case 'rub':
      scrape(driven, mended.between(0.02, 0.08), random);
      break;
    default: {
      const third = run.fault === 'distortion' ? 0.4 : (8 * (run.distortion ?? 0)) / 8;
      for (let i = 0; i < played.length; i++) driven[i]! += third * played[i]! ** 3;
    }
  }
  return fft.inverse(product(fft.forward(driven), path));
}

/** Where the coil is far out it touches. */
function scrape(driven: Float64Array, strength: number, random: Random): void {
  for (let i = 0; i < played.length; i++) {
    if (excursion[i]! > 0.5) driven[i]! += strength * random.between(-1, 1);
  }
}

function applied(samples: Float64Array, { gain, sections }: Change): void {
  filter(samples, sections);
  for (let i = 0; i < samples.length; i++) samples[i]! *= gain;
}

/** Later by whole samples, as a stream that starts is. */
function delayedBy(samples: Float64Array, seconds: number, length: number): Float64Array {
  const frames = Math.round(seconds * SAMPLE_RATE) - ROOM_LEAD;
  const late = new Float64Array(length);
  if (frames >= 0) late.set(samples.subarray(0, length - frames), frames);
  else late.set(samples.subarray(-frames));
  return late;
}

function product(one: Spectrum, other: Spectrum): Spectrum {
  const re = new Float64Array(one.re.length);
  const im = new Float64Array(re.length);
  for (let k = 0; k < re.length; k++) {
    re[k] = one.re[k]! * other.re[k]! - one.im[k]! * other.im[k]!;
    im[k] = one.re[k]! * other.im[k]! + one.im[k]! * other.re[k]!;
  }
  return { re, im };
}
