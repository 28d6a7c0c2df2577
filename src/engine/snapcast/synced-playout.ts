import { Fault } from '../../core/fault.ts';
import { PlayoutWriter } from '../rtp/playout-writer.ts';
import type { SoundSink } from '../rtp/sound-output.ts';
import { ClockFollower } from './clock-follower.ts';
import { PlayoutMoment } from './playout-moment.ts';

/** ms kept in the ring of the voice, at the most: this thread may be late by that much before anybody hears it. */
const MOST_AHEAD_MS = 250;
const LEAST_AHEAD_MS = 60;
/** What the network may take of the server's buffer, ms. */
const ON_ITS_WAY_MS = 100;
/** The mixer begins, and the measurements settle, ms. */
const SETTLE_MS = 300;
/** Farther from its time than this, ms, sound is put in its place at once. */
const JUMP_MS = 5;
/** A stamp that is not where the piece before it ended, ms. */
const TORN_MS = 1;
/** More sound than this is not kept, ms; a server's buffer may be as long. */
const MOST_MS = 20_000;

interface SyncedPlayoutDeps {
  /** Hz of the sound. */
  readonly sampleRate: number;
  readonly sink: SoundSink;
  /** From stamp to DAC, ms. */
  readonly bufferMs: number;
  /** Our clock, ms. */
  readonly now: () => number;
  /** ms from now until what the mixer takes next leaves the DAC. */
  readonly leadMs: () => number;
  /** When the sound that the server stamped so is to leave the DAC, ms of our clock. */
  readonly dueMs: (stampMs: number) => number;
}

interface Piece {
  readonly stampMs: number;
  readonly samples: Int16Array;
}

/** Puts stamped sound into the ring of a voice so that it leaves the DAC at its time. */
export class SyncedPlayout {
  readonly #deps: SyncedPlayoutDeps;
  readonly #writer: PlayoutWriter;
  readonly #follower = new ClockFollower();
  readonly #moment: PlayoutMoment;
  /** ms of sound that were written so far. */
  #writtenMs = 0;
  readonly #begun: number;
  readonly #aheadMs: number;
  #pieces: Piece[] = [];
  #heldMs = 0;
  /** Where the next stamp should be. */
  #nextMs: number | undefined;
  #placed = false;
  #gain = 1;
  #reached = 1;
  /** Times that sound was put in its place. */
  placements = 0;

  constructor(deps: SyncedPlayoutDeps) {
    this.#deps = deps;
    this.#writer = new PlayoutWriter(deps.sampleRate, deps.sink);
    this.#moment = new PlayoutMoment({ ...deps, queuedMs: () => this.#writer.queuedMs });
    this.#begun = deps.now();
    // Half of what the server's buffer leaves.
    const ahead = (deps.bufferMs - ON_ITS_WAY_MS) / 2;
    this.#aheadMs = Math.max(LEAST_AHEAD_MS, Math.min(MOST_AHEAD_MS, ahead));
    this.#silence(this.#aheadMs);
  }

  /** ms of sound that wait. */
  get heldMs(): number {
    return this.#heldMs + this.#writer.queuedMs;
  }

  /** Whether nothing waits to be played. */
  get empty(): boolean {
    return this.#pieces.length === 0;
  }

  get errorMs(): number | undefined {
    return this.#placed ? this.#follower.errorMs : undefined;
  }

  /** Amplitude factor; reached within a piece. */
  set gain(gain: number) {
    this.#gain = gain;
  }

  /**
   * @param stampMs ms of the server's clock
   * @throws Fault `invalid` where the server sends more than can be kept
   */
  add(stampMs: number, samples: Int16Array): void {
    if (samples.length === 0) return;
    this.#heldMs += this.#lengthMs(samples);
    if (this.#heldMs > MOST_MS) throw new Fault('invalid', `the server sends more than ${MOST_MS / 1000} s ahead`);
    this.#pieces.push({ stampMs, samples });
  }

  /** To be called every few ms. */
  fill(): void {
    const settled = this.#deps.now() - this.#begun >= SETTLE_MS;
    // The mixer found it empty, and what follows is late by a time that nobody measured.
    if (settled && this.#writer.isDry) this.#begin();
    else this.#moment.look(this.#writtenMs);
    while (settled && this.#writer.queuedMs < this.#aheadMs) {
      const piece = this.#pieces[0];
      if (piece === undefined || !this.#playOrWait(piece)) break;
    }
    // The mixer must not find it empty.
    if (this.#writer.queuedMs >= this.#aheadMs / 2) return;
    this.#silence(this.#aheadMs - this.#writer.queuedMs);
    this.#placed = false;
  }

  /** All that is known of when it plays is wrong. */
  #begin(): void {
    this.#moment.reset();
    this.#placed = false;
  }

  /** Returns whether the piece is done with. */
  #playOrWait(piece: Piece): boolean {
    const { samples, stampMs } = piece;
    const playsAt = this.#moment.after(this.#writtenMs);
    if (playsAt === undefined) return false;
    const errorMs = this.#deps.dueMs(stampMs) - playsAt;
    this.#checkPlace(stampMs, errorMs);
    if (this.#placed) {
      this.#writer.trim = this.#follower.follow(errorMs, this.#lengthMs(samples));
      return this.#play(samples, stampMs);
    }
    if (errorMs > 0) return this.#wait(errorMs) && this.#place(samples, stampMs);
    const late = Math.round((-errorMs * this.#deps.sampleRate) / 1000);
    if (late >= samples.length) return this.#drop();
    return this.#place(samples.subarray(late), stampMs + this.#lengthMs(samples.subarray(0, late)));
  }

  #checkPlace(stampMs: number, errorMs: number): void {
    const isTorn = this.#nextMs !== undefined && Math.abs(stampMs - this.#nextMs) > TORN_MS;
    const far = this.#follower.errorMs;
    if (isTorn && Math.abs(errorMs) > TORN_MS) this.#placed = false;
    if (far !== undefined && Math.abs(far) > JUMP_MS) this.#placed = false;
    if (!this.#placed) this.#follower.reset();
  }

  /** Puts in as much silence as there is room for; returns whether that was all. */
  #wait(ms: number): boolean {
    const room = this.#aheadMs - this.#writer.queuedMs;
    if (ms > room + JUMP_MS) {
      this.#silence(Math.max(0, room));
      return false;
    }
    this.#silence(ms);
    return true;
  }

  #place(samples: Int16Array, stampMs: number): boolean {
    this.#placed = true;
    this.placements++;
    this.#writer.seam();
    return this.#play(samples, stampMs);
  }

  #play(samples: Int16Array, stampMs: number): boolean {
    const from = this.#reached;
    const step = (this.#gain - from) / samples.length;
    this.#writer.write(samples, at => from + step * (at + 1));
    this.#writtenMs += this.#lengthMs(samples);
    this.#reached = this.#gain;
    this.#nextMs = stampMs + this.#lengthMs(samples);
    return this.#drop();
  }

  #drop(): boolean {
    const [gone] = this.#pieces.splice(0, 1);
    if (gone !== undefined) this.#heldMs -= this.#lengthMs(gone.samples);
    return true;
  }

  #silence(ms: number): void {
    const frames = Math.round((ms * this.#deps.sampleRate) / 1000);
    const silence = new Int16Array(frames);
    this.#writer.seam();
    this.#writer.write(silence);
    this.#writtenMs += this.#lengthMs(silence);
  }

  #lengthMs(samples: Int16Array): number {
    return (samples.length * 1000) / this.#deps.sampleRate;
  }
}
