import { type FileHandle, open } from 'node:fs/promises';
import { Fault } from '../core/fault.ts';
import { dbOf, SAMPLE_RATE } from '../dsp/format.ts';
import { toInt16 } from '../dsp/int16.ts';
import { Loudness } from '../dsp/loudness.ts';
import { Resampler } from '../dsp/resampler.ts';
import { TruePeak } from '../dsp/true-peak.ts';
import { Waveform } from '../dsp/waveform.ts';

const WAVEFORM_PARTS = 200;
const BYTES_PER_FRAME = 2;
/** Samples beyond this are no sound (+24 dBFS); filters must not choke on them. */
const MAX_AMPLITUDE = 16;

/** What was learned about a clip when it was written. */
export interface ClipMeasures {
  readonly frames: number;
  readonly lufs: number | null;
  readonly truePeakDb: number | null;
  readonly waveform: readonly number[];
}

export interface WriteLimits {
  /** s */
  readonly maxDurationS: number;
  /** Of the decoded file. */
  readonly maxBytes: number;
}

/** Writes sound of any rate as mono int16 at 48 kHz (little-endian, as our processors are), and measures it. */
export class ClipWriter {
  readonly #file: FileHandle;
  readonly #limits: WriteLimits;
  readonly #loudness = new Loudness();
  readonly #truePeak = new TruePeak();
  readonly #waveform = new Waveform();
  #resampler: Resampler | undefined;
  #rate = SAMPLE_RATE;
  #frames = 0;

  private constructor(file: FileHandle, limits: WriteLimits) {
    this.#file = file;
    this.#limits = limits;
  }

  static async create(path: string, limits: WriteLimits): Promise<ClipWriter> {
    return new ClipWriter(await open(path, 'w', 0o600), limits);
  }

  /** @throws Fault `too-large` where the clip gets too long, `full` where there is no room for it */
  async write(samples: Float32Array, rate: number): Promise<void> {
    if (rate !== this.#rate) await this.#change(rate);
    await this.#put(this.#resampler?.process(samples) ?? samples);
  }

  /** Writes what is left, and waits until all of it is on the disk. */
  async finish(): Promise<ClipMeasures> {
    await this.#change(SAMPLE_RATE);
    await this.#file.sync();
    const peak = this.#truePeak.finish();
    return {
      frames: this.#frames,
      lufs: hundredths(this.#loudness.integrated()),
      truePeakDb: peak === 0 ? null : hundredths(dbOf(peak)),
      waveform: this.#waveform.parts(WAVEFORM_PARTS),
    };
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  /** A file may change its rate in the middle: then another resampler goes on. */
  async #change(rate: number): Promise<void> {
    if (this.#resampler !== undefined) await this.#put(this.#resampler.flush());
    this.#resampler = rate === SAMPLE_RATE ? undefined : new Resampler(rate, SAMPLE_RATE);
    this.#rate = rate;
  }

  async #put(samples: Float32Array): Promise<void> {
    const sound = samples.map(sane);
    this.#frames += sound.length;
    this.#check();
    this.#loudness.add(sound);
    this.#truePeak.add(sound);
    this.#waveform.add(sound);
    const bytes = new Uint8Array(toInt16(sound).buffer);
    for (let at = 0; at < bytes.length;) at += (await this.#file.write(bytes, at)).bytesWritten;
  }

  #check(): void {
    const { maxDurationS, maxBytes } = this.#limits;
    if (this.#frames > maxDurationS * SAMPLE_RATE) {
      throw new Fault('too-large', `the audio clip is longer than ${maxDurationS} s`, { field: 'file' });
    }
    if (this.#frames * BYTES_PER_FRAME > maxBytes) {
      throw new Fault('full', 'there is not enough space for this audio clip; remove others first', { field: 'file' });
    }
  }
}

const sane = (sample: number) => (Number.isNaN(sample) ? 0 : Math.max(-MAX_AMPLITUDE, Math.min(MAX_AMPLITUDE, sample)));

const hundredths = (value: number | null) => (value === null ? null : Math.round(value * 100) / 100);
