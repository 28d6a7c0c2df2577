import { dbOf, framesOf } from '../dsp/format.ts';
import { Leveller, LEVELLER_OFF, type LevellerSettings } from '../dsp/leveller.ts';
import { Ramp } from '../dsp/ramp.ts';
import type { SourceClass } from './contract.ts';
import type { Standing } from './precedence.ts';
import { RingReader, type RingMemory } from './source-ring.ts';

/** Long enough not to click, too short to be heard as a fade. */
const FADE = framesOf(5);

/** How a voice came to its end. */
export type VoiceEnd = 'done' | 'stopped';

export interface VoiceStart {
  /** Greater than those of all that were asked for before. */
  readonly id: number;
  readonly sourceClass: SourceClass;
  /** It goes on whether or not anybody listens: it cannot wait. */
  readonly live: boolean;
  readonly ring: RingMemory;
  /** Amplitude factor. */
  readonly gain: number;
  /** Frames of one repetition. */
  readonly roundFrames: number;
  /** Frames already played in an earlier life; the voice then fades in. */
  readonly from: number;
}

/** One source in the mixer: reads its ring, follows its gain, gives way to others, fades when it must stop in the middle. */
export class Voice {
  readonly id: number;
  readonly sourceClass: SourceClass;
  /** Frames mixed, those of earlier lives included. */
  at: number;
  /** Blocks in which the source could not deliver. */
  starved = 0;
  ended: VoiceEnd | undefined;
  readonly #live: boolean;
  /** Brings what is live to the loudness of the clips. */
  readonly #leveller: Leveller | undefined;
  readonly #ring: RingReader;
  readonly #gain: number;
  readonly #roundFrames: number;
  readonly #fade: Ramp;
  readonly #standing = new Ramp(1);
  #releaseMs = 0;
  #placed = false;
  #leaving = false;
  /** It waits, or is about to: `#ahead` frames behind the one it will go on from were heard while it faded. */
  #held = false;
  #ahead = 0;
  #round: number;
  #last = 0;

  /**
   * @param fade share of its gain that it begins with; it reaches the whole in 5 ms times what is missing
   */
  constructor(start: VoiceStart, fade = start.from > 0 ? 0 : 1) {
    this.id = start.id;
    this.sourceClass = start.sourceClass;
    this.at = start.from;
    this.#live = start.live;
    this.#leveller = start.live ? new Leveller(LEVELLER_OFF) : undefined;
    this.#ring = new RingReader(start.ring);
    this.#gain = start.gain;
    this.#roundFrames = start.roundFrames;
    this.#round = Math.floor(start.from / start.roundFrames);
    this.#fade = new Ramp(fade);
    this.#fadeTo(1);
  }

  /** How a live source is levelled; nothing happens to others. */
  level(settings: LevellerSettings): void {
    this.#leveller?.change(settings);
  }

  /** Fades out over 5 ms and ends. */
  stop(): void {
    this.#leaving = true;
    this.#fadeTo(0);
  }

  /** Ends at once, unheard. */
  drop(): void {
    this.stop();
    this.#fade.to(0, 0);
  }

  /** The share of its gain that a voice on its way out still has; 0 while it is not. */
  get leaving(): number {
    return this.#leaving ? this.#fade.value : 0;
  }

  /** Amplitude factor that the classes leave it now. */
  get standing(): number {
    return this.#standing.value;
  }

  /** What is applied to its sound now, but for what the classes take, dB. */
  get gainDb(): number {
    return dbOf(this.#gain) + (this.#leveller?.gainDb ?? 0);
  }

  /** How loud the last three seconds came, LUFS; -Infinity where that is not known: of silence, and of clips. */
  get lufs(): number {
    return this.#leveller?.lufs ?? -Infinity;
  }

  /** Takes its place among the others: at once when it is new, else as fast as those ask who make it give way. */
  place({ factor, hold, attackMs, releaseMs }: Standing): void {
    this.#hold(hold && !this.#live);
    const target = hold ? 0 : factor;
    const ms = target < this.#standing.target ? attackMs : this.#releaseMs;
    if (target !== this.#standing.target) this.#standing.to(target, this.#placed ? framesOf(ms) : 0);
    this.#releaseMs = releaseMs;
    this.#placed = true;
  }

  /** The number of the repetition that began in the last block, or undefined. */
  newRound(): number | undefined {
    const round = Math.floor(this.at / this.#roundFrames);
    if (this.ended !== undefined || round === this.#round) return undefined;
    this.#round = round;
    return round;
  }

  /** Adds the next `frames` samples to `mix`; `scratch` is free to use. Allocates nothing. */
  addTo(mix: Float32Array, scratch: Float32Array, frames: number): void {
    if (this.#held) {
      this.#addHeld(mix, scratch, frames);
      return;
    }
    const count = this.#ring.read(scratch, frames);
    this.#leveller?.process(scratch, count);
    this.#add(mix, scratch, count);
    this.at += count;
    if (this.#leaving && this.#fade.value === 0) this.ended = 'stopped';
    else if (this.#ring.finished) this.ended = 'done';
    else if (count < frames) this.#starve(mix, count, frames);
  }

  /** While it gives way to wait, what it fades out over is not used up: it will be heard whole when it goes on. */
  #addHeld(mix: Float32Array, scratch: Float32Array, frames: number): void {
    if (this.#standing.value > 0) {
      const count = this.#ring.peek(scratch, frames, this.#ahead);
      this.#add(mix, scratch, count);
      this.#ahead += count;
      if (count < frames) this.#standing.to(0, 0);
    }
    if (this.#leaving && (this.#fade.value === 0 || this.#standing.value === 0)) this.ended = 'stopped';
  }

  #hold(hold: boolean): void {
    if (hold === this.#held) return;
    this.#held = hold;
    // Back before it was silent: what was heard is used up, or it would be heard twice over.
    if (!hold && this.#standing.value > 0) this.at += this.#ring.skip(this.#ahead);
    this.#ahead = 0;
  }

  #add(mix: Float32Array, samples: Float32Array, count: number): void {
    for (let i = 0; i < count; i++) {
      this.#last = samples[i]! * this.#gain * this.#fade.value * this.#standing.value;
      mix[i]! += this.#last;
      this.#fade.step();
      this.#standing.step();
    }
  }

  #fadeTo(share: number): void {
    this.#fade.to(share, Math.abs(share - this.#fade.value) * FADE);
  }

  /** The source is late: let the last sample die away instead of breaking off, and fade in when it comes back. */
  #starve(mix: Float32Array, count: number, frames: number): void {
    if (this.#leaving) {
      this.ended = 'stopped';
      return;
    }
    this.starved++;
    for (let i = count; i < frames; i++) {
      this.#last *= 0.98;
      mix[i]! += this.#last;
      this.#standing.step();
    }
    this.#fade.to(0, 0);
    this.#fadeTo(1);
  }
}
