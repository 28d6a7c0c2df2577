import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import { framesOf } from '../dsp/format.ts';
import type { Command, EngineStatus, Report } from '../engine/contract.ts';
import type { VoiceEnd } from './live-voice.ts';
import type { StartedVoice } from './voice-spec.ts';

/** A position is guessed from the last report for no longer than this. */
const MAX_GUESS_MS = 300;

/** What sounds; its number is added. */
export interface Voice {
  /** What asks audiod for it, from this many frames on. */
  readonly command: (voice: number, from: number) => Command;
  /** Frames until it is over by itself. */
  readonly frames: number;
  readonly round?: (round: number) => void;
  /** So many bytes of a live source became sound. */
  readonly taken?: (bytes: number) => void;
  /** The audio process was started anew: what was on its way to the old one is lost. */
  readonly revived?: () => void;
  readonly ended: (why: VoiceEnd) => void;
}

interface Sounding extends Voice {
  /** Frames mixed at `seenAt`, ms on the monotonic clock. */
  at: number;
  seenAt: number | undefined;
  /** It was asked to stop: a process that dies before it did must not bring it back. */
  stopping: boolean;
}

/** What the audio process tells about a voice. */
export type VoiceReport = Extract<Report, { voice: number }>;

interface VoicesDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** @returns whether there is an audio process that hears it */
  readonly send: (command: Command) => boolean;
}

/** What should be sounding, each with where it has got to, so that an audio process that is started anew goes on there. */
export class Voices {
  readonly #deps: VoicesDeps;
  readonly #voices = new Map<number, Sounding>();
  #next = 1;

  constructor(deps: VoicesDeps) {
    this.#deps = deps;
  }

  play(spec: Voice): StartedVoice {
    const voice = this.#next++;
    const sounding: Sounding = { ...spec, at: 0, seenAt: undefined, stopping: false };
    this.#voices.set(voice, sounding);
    this.#deps.send(spec.command(voice, 0));
    return {
      id: voice,
      stop: () => this.stop(voice),
      at: () => this.#position(sounding),
    };
  }

  /** Ends a voice; nothing happens where it has ended. */
  stop(voice: number): void {
    const sounding = this.#voices.get(voice);
    if (sounding === undefined) return;
    sounding.stopping = true;
    if (!this.#deps.send({ do: 'stop', voice })) this.#end(voice, 'stopped');
  }

  hear(report: VoiceReport): void {
    const sounding = this.#voices.get(report.voice);
    switch (report.tell) {
      case 'round':
        return sounding?.round?.(report.round);
      case 'taken':
        return sounding?.taken?.(report.bytes);
      case 'ended':
        if (report.error !== undefined) this.#deps.log.warn('a voice failed', { error: report.error });
        this.#end(report.voice, report.why);
    }
  }

  /** Takes what the audio process has just reported of all voices. */
  hearPositions(voices: EngineStatus['voices']): void {
    const seenAt = this.#deps.clock.monotonic();
    for (const { voice, at } of voices) {
      const sounding = this.#voices.get(voice);
      if (sounding !== undefined) Object.assign(sounding, { at, seenAt });
    }
  }

  /** The audio process has ended. @param unheard frames that it had mixed, but that nobody heard */
  lose(unheard: number): void {
    for (const sounding of this.#voices.values()) {
      sounding.at = Math.max(0, this.#position(sounding) - unheard);
      sounding.seenAt = undefined;
    }
  }

  /** A new audio process hears commands: what was not over goes on there. */
  revive(): void {
    for (const [voice, sounding] of [...this.#voices]) {
      if (sounding.stopping) this.#end(voice, 'stopped');
      else if (sounding.at >= sounding.frames) this.#end(voice, 'done');
      else {
        this.#deps.send(sounding.command(voice, sounding.at));
        sounding.revived?.();
      }
    }
  }

  #end(voice: number, why: VoiceEnd): void {
    const sounding = this.#voices.get(voice);
    this.#voices.delete(voice);
    sounding?.ended(why);
  }

  /** Where a voice is now: what was last reported, and the time since then (not more than a heartbeat may be late). */
  #position({ at, seenAt, frames }: Sounding): number {
    if (seenAt === undefined) return at;
    const since = Math.min(MAX_GUESS_MS, this.#deps.clock.monotonic() - seenAt);
    return Math.min(Math.round(at + framesOf(since)), frames);
  }
}
