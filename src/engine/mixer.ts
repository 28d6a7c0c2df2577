import { BLOCK_FRAMES, factorOf, framesOf } from '../dsp/format.ts';
import { LEVELLER_OFF } from '../dsp/leveller.ts';
import { Limiter, LIMITER_DELAY } from '../dsp/limiter.ts';
import { Ramp } from '../dsp/ramp.ts';
import { type ClassPolicies, URGENT_CLASSES } from './contract.ts';
import { OutputChain } from './output-chain.ts';
import type { SoundShape } from './sound-shape.ts';
import { precedence } from './precedence.ts';
import { Voice, type VoiceStart } from './voice.ts';

/** No sample leaves the mixer above this, dBFS. */
const CEILING_DB = -1;
/** A change of the output gain takes this long. */
const GAIN_RAMP = framesOf(20);
const MAX_VOICES = 64;

/** Adds all voices as their classes say, applies the output gain, limits. Its loop allocates nothing. */
export class Mixer {
  readonly voices: Voice[] = [];
  /** What all voices pass together, before the limiter. */
  readonly chain = new OutputChain();
  readonly #limiter = new Limiter(factorOf(CEILING_DB));
  readonly #scratch = new Float32Array(BLOCK_FRAMES);
  readonly #gain = new Ramp(1);
  #policies: ClassPolicies;
  #levelling = LEVELLER_OFF;
  /** Frames still inside the limiter after the last voice ended. */
  #tail = 0;

  constructor(policies: ClassPolicies) {
    this.#policies = policies;
  }

  /** Whether mixing gives anything but silence. */
  get active(): boolean {
    return this.voices.length > 0 || this.#tail > 0;
  }

  /** Returns false where there are too many voices; the ones that were to be replaced then go on. */
  add(start: VoiceStart): boolean {
    if (this.voices.length >= MAX_VOICES) return false;
    const rivals = this.#rivals(start);
    const late = rivals.some(({ id }) => id > start.id);
    if (!late) for (const voice of rivals) voice.stop();
    const voice = new Voice(start, rivals.length === 0 ? undefined : this.#shareFree(rivals));
    if (!this.active) this.chain.begin(isEmergency(start));
    voice.level(this.#levelling);
    this.voices.push(voice);
    if (late) voice.drop();
    this.#endTests();
    this.#arrange();
    return true;
  }

  /** Lets a voice fade out; it ends within 5 ms, and the others have its room at once. */
  stop(id: number): void {
    this.voices.find(voice => voice.id === id)?.stop();
    this.#arrange();
  }

  /** Shapes what all voices pass together, and levels those that are live. */
  shape(shape: SoundShape): void {
    this.chain.change(shape);
    this.#levelling = shape.leveller;
    for (const voice of this.voices) voice.level(shape.leveller);
  }

  setPolicies(policies: ClassPolicies): void {
    this.#policies = policies;
    this.#arrange();
  }

  /** @param gain amplitude factor of everything; reached over 20 ms, at once while nothing sounds */
  setGain(gain: number): void {
    this.#gain.to(gain, this.active ? GAIN_RAMP : 0);
  }

  /** Mixes the next `frames` (at most BLOCK_FRAMES) samples into the beginning of `mix`. */
  mix(mix: Float32Array, frames: number): void {
    mix.fill(0, 0, frames);
    for (const voice of this.voices) if (!isTest(voice)) voice.addTo(mix, this.#scratch, frames);
    this.#applyGain(mix, frames);
    this.chain.process(mix, frames, this.voices.some(isEmergency));
    // A speaker test is as loud as it says, whatever is set: it must sound as it did at its calibration.
    for (const voice of this.voices) if (isTest(voice)) voice.addTo(mix, this.#scratch, frames);
    this.#limiter.process(mix, frames);
    this.#tail = this.voices.length > 0 ? LIMITER_DELAY + this.chain.tailFrames : Math.max(0, this.#tail - frames);
  }

  /** Takes out the first voice that has ended, or returns undefined; those it held back come again. */
  takeEnded(): Voice | undefined {
    for (let i = 0; i < this.voices.length; i++) {
      const voice = this.voices[i]!;
      if (voice.ended === undefined) continue;
      this.voices.splice(i, 1);
      this.#arrange();
      return voice;
    }
    return undefined;
  }

  /** The least gain the limiter applied since the last call, dB. */
  limiterDb(): number {
    return this.#limiter.reductionDb();
  }

  /** A speaker test is exclusive, but neither a page nor a call nor an alarm waits for it. */
  #endTests(): void {
    if (!this.voices.some(isUrgent)) return;
    for (const voice of this.voices) if (isTest(voice)) voice.stop();
  }

  #arrange(): void {
    for (const [voice, standing] of precedence(this.voices, this.#policies)) voice.place(standing);
  }

  /** Those of which only the newest may sound: numbers tell which that is, for one may have waited for its samples. */
  #rivals({ sourceClass }: VoiceStart): Voice[] {
    if (this.#policies[sourceClass].several !== 'replace') return [];
    return this.voices.filter(voice => voice.sourceClass === sourceClass);
  }

  /**
   * What the voices that fade out leave to one that comes in their place. Both fade by the same steps, so that they never
   * sum up to more than the louder one, also where a third one came before the first had gone.
   */
  #shareFree(replaced: readonly Voice[]): number {
    let taken = 0;
    for (const voice of replaced) taken += voice.leaving;
    return Math.max(0, 1 - taken);
  }

  #applyGain(mix: Float32Array, frames: number): void {
    for (let i = 0; i < frames; i++) {
      this.#gain.step();
      mix[i]! *= this.#gain.value;
    }
  }
}

const isTest = ({ sourceClass }: Pick<VoiceStart, 'sourceClass'>) => sourceClass === 'test';
const isUrgent = ({ sourceClass, leaving }: Voice) => leaving === 0 && URGENT_CLASSES.includes(sourceClass);
const isEmergency = ({ sourceClass }: Pick<VoiceStart, 'sourceClass'>) => sourceClass === 'emergency';
