import { BLOCK_FRAMES, framesOf } from '../dsp/format.ts';
import { Meter } from '../dsp/meter.ts';
import { dbOf } from '../dsp/format.ts';
import { type CaptureSwitches, SOURCE_CLASSES, type ClassPolicies, type ClassPolicy } from './contract.ts';
import type { Capture } from './capture/capture.ts';
import { CleanMicrophone } from './capture/clean-microphone.ts';
import { DeviceRingEnd } from './device-ring-end.ts';
import { Mixer } from './mixer.ts';
import { Recorder } from './recording/recorder.ts';
import { endRecording, type RecorderMemory } from './recording/recorder-memory.ts';
import { type RingMemory, RingWriter } from './source-ring.ts';
import type { Voice, VoiceEnd, VoiceStart } from './voice.ts';
import { SCORE, VOICE_WORDS, type WorkerCommand, type WorkerReport, type WorkerStream } from './worker-contract.ts';

const METER_WINDOW = framesOf(100);

interface Leaving {
  readonly voice: number;
  readonly why: VoiceEnd;
  /** The card has it all when it has taken the ring up to here. */
  readonly until: number;
  /** Frames the card had been given then. */
  given: number | undefined;
}

type MicrophoneCommand = Extract<WorkerCommand, { do: 'record' | 'capture' | 'tap' | 'input' }>;

const isOfMicrophone = (command: WorkerCommand): command is MicrophoneCommand =>
  command.do === 'record' || command.do === 'capture' || command.do === 'tap' || command.do === 'input';

/** Until the supervisor says otherwise all classes sound together. */
const EQUAL: ClassPolicy = { gainDb: 0, lower: 'mix', duckDb: 0, attackMs: 0, releaseMs: 0, several: 'together' };
const EQUALS = Object.fromEntries(SOURCE_CLASSES.map(name => [name, EQUAL])) as unknown as ClassPolicies;

interface MixingLoopDeps {
  readonly scoreboard: Float64Array;
  readonly report: (message: WorkerReport) => void;
  /** Makes the echo canceller when it is chosen; undefined where it is not built. */
  readonly capture: (canceller: CaptureSwitches['canceller']) => Capture | undefined;
}

/**
 * What the mixer worker does between two waits: keep the ring towards the card full while something sounds, take what
 * the microphone heard, measure both. Allocates only when a voice starts or ends.
 */
export class MixingLoop {
  readonly #deps: MixingLoopDeps;
  readonly #mixer = new Mixer(EQUALS);
  readonly #block = new Float32Array(BLOCK_FRAMES);
  readonly #outputMeter = new Meter(METER_WINDOW);
  readonly #inputMeter = new Meter(METER_WINDOW);
  /** Ended voices whose last frame has not left the DAC yet. */
  readonly #leaving: Leaving[] = [];
  readonly #microphone: CleanMicrophone;
  #card: DeviceRingEnd | undefined;
  #inputGain = 1;
  /** For those who listen; what they do not take in time is lost to them. */
  #tap: RingWriter | undefined;
  #recorder: Recorder | undefined;

  constructor(deps: MixingLoopDeps) {
    this.#deps = deps;
    this.#microphone = new CleanMicrophone(deps.capture);
  }

  /** Carries out one command of the audio process. */
  obey(command: WorkerCommand): void {
    if (command.do === 'stream') this.#feed(command.stream);
    else if (isOfMicrophone(command)) this.#obeyOfMicrophone(command);
    else this.#obeyOfMixer(command);
  }

  #obeyOfMixer(command: Exclude<WorkerCommand, MicrophoneCommand | { do: 'stream' }>): void {
    switch (command.do) {
      case 'play': {
        this.#play(command.voice);
        return;
      }
      case 'stop': {
        this.#mixer.stop(command.voice);
        return;
      }
      case 'classes': {
        this.#mixer.setPolicies(command.policies);
        return;
      }
      case 'shape': {
        this.#mixer.shape(command.shape);
        return;
      }
      case 'output': {
        this.#mixer.setGain(command.gain);
      }
    }
  }

  #play(voice: VoiceStart): void {
    if (this.#mixer.add(voice)) return;
    this.#deps.report({ tell: 'ended', voice: voice.id, why: 'failed', error: 'too many voices' });
  }

  #obeyOfMicrophone(command: MicrophoneCommand): void {
    switch (command.do) {
      case 'record': {
        this.#record(command.memory, command.frames);
        return;
      }
      case 'capture': {
        this.#microphone.set(command.switches);
        return;
      }
      case 'tap': {
        this.#tapInto(command.ring);
        return;
      }
      case 'input':
        this.#inputGain = command.gain;
    }
  }

  /** Mixes what the card has room for, and reads what it recorded. */
  turn(): void {
    const card = this.#card;
    if (card === undefined) return;
    this.#microphone.follow(card);
    this.#recorder?.follow();
    while (this.#mixer.active && card.missing > 0) this.#mixBlock(card.missing, card);
    card.setIdle(!this.#mixer.active);
    if (!this.#mixer.active) this.#silence(card);
    this.#listen(card);
    this.#dismiss(card);
    this.#show();
  }

  /** Without a card time goes on all the same: a clip does not wait for days until somebody plugs the card back in. */
  pass(frames: number): void {
    for (let left = frames; left > 0; left -= BLOCK_FRAMES) this.#mixBlock(Math.min(left, BLOCK_FRAMES), undefined);
    this.#show();
  }

  #feed(stream: WorkerStream | undefined): void {
    this.#card = stream === undefined ? undefined : new DeviceRingEnd(stream);
    this.#microphone.attach(this.#card);
    this.#recorder?.end(1);
    this.#recorder = undefined;
    for (const { voice, why } of this.#leaving.splice(0)) this.#deps.report({ tell: 'ended', voice, why });
  }

  #mixBlock(frames: number, card: DeviceRingEnd | undefined): void {
    this.#mixer.mix(this.#block, frames);
    if (card !== undefined) {
      this.#microphone.mixed(this.#block, frames, card.written);
      this.#recorder?.mixed(this.#block, frames, card.written);
      card.write(this.#block, frames);
    }
    this.#outputMeter.add(this.#block, frames);
    for (const voice of this.#mixer.voices) this.#countRound(voice);
    for (let voice = this.#mixer.takeEnded(); voice !== undefined; voice = this.#mixer.takeEnded()) {
      this.#leave(voice, card);
    }
  }

  #countRound(voice: Voice): void {
    const round = voice.newRound();
    if (round !== undefined) this.#deps.report({ tell: 'round', voice: voice.id, round });
  }

  #leave(voice: Voice, card: DeviceRingEnd | undefined): void {
    const why = voice.ended ?? 'done';
    this.#deps.scoreboard[SCORE.SOURCE_UNDERRUNS]! += voice.starved;
    if (card === undefined) this.#deps.report({ tell: 'ended', voice: voice.id, why });
    else this.#leaving.push({ voice: voice.id, why, until: card.written, given: undefined });
  }

  /** Tells the end of a voice when its last frame was heard, in the order in which they ended. */
  #dismiss(card: DeviceRingEnd): void {
    for (const leaving of this.#leaving) if (card.passed(leaving.until)) leaving.given ??= card.given;
    for (
      let first = this.#leaving[0];
      first?.given !== undefined && card.heard(first.given);
      first = this.#leaving[0]
    ) {
      this.#leaving.shift();
      this.#deps.report({ tell: 'ended', voice: first.voice, why: first.why });
    }
  }

  #tapInto(ring: RingMemory | undefined): void {
    this.#tap = ring === undefined ? undefined : new RingWriter(ring);
  }

  #listen(card: DeviceRingEnd): void {
    for (let count = card.read(this.#block, BLOCK_FRAMES); count > 0; count = card.read(this.#block, BLOCK_FRAMES)) {
      this.#recordBlock(count);
      for (let i = 0; i < count; i++) this.#block[i]! *= this.#inputGain;
      this.#microphone.clean(this.#block, count);
      this.#mixer.chain.hear(this.#block, count, this.#mixer.active);
      // Filters ring on; who is not to be heard is not heard.
      if (this.#inputGain === 0) this.#block.fill(0, 0, count);
      this.#inputMeter.add(this.#block, count);
      if (this.#tap !== undefined && this.#tap.space >= count) this.#tap.write(this.#block, count);
    }
  }

  #record(memory: RecorderMemory | undefined, frames: number): void {
    this.#recorder = undefined;
    if (memory === undefined) return;
    if (this.#card === undefined) endRecording(memory, 1);
    else this.#recorder = new Recorder(memory, frames, this.#card);
  }

  #recordBlock(count: number): void {
    // Who is not to be heard is not recorded either.
    if (this.#inputGain === 0) this.#block.fill(0, 0, count);
    this.#recorder?.heard(this.#block, count);
    if (this.#recorder?.done === true) this.#recorder = undefined;
  }

  /** The ring runs dry while nothing sounds; the meter must fall all the same. */
  #silence(card: DeviceRingEnd): void {
    if (card.queued > 0) return;
    this.#block.fill(0);
    this.#outputMeter.add(this.#block, BLOCK_FRAMES);
  }

  #show(): void {
    const { scoreboard } = this.#deps;
    scoreboard[SCORE.OUTPUT_PEAK] = this.#outputMeter.peak;
    scoreboard[SCORE.OUTPUT_RMS] = this.#outputMeter.rms;
    scoreboard[SCORE.INPUT_PEAK] = this.#inputMeter.peak;
    scoreboard[SCORE.INPUT_RMS] = this.#inputMeter.rms;
    scoreboard[SCORE.LIMITER_DB] = this.#mixer.limiterDb();
    scoreboard[SCORE.AUTOMATIC_DB] = this.#mixer.chain.automaticDb;
    scoreboard[SCORE.DRIFT_PPM] = this.#card?.driftPpm ?? Number.NaN;
    const { voices } = this.#mixer;
    for (let i = 0; i < voices.length; i++) {
      const word = SCORE.FIRST_VOICE + VOICE_WORDS * i;
      scoreboard[word] = voices[i]!.id;
      scoreboard[word + 1] = voices[i]!.at;
      scoreboard[word + 2] = voices[i]!.standing;
      scoreboard[word + 3] = voices[i]!.gainDb;
      scoreboard[word + 4] = voices[i]!.lufs;
    }
    scoreboard[SCORE.VOICES] = voices.length;
  }
}

/** The scoreboard as the status reports it: amplitudes as dBFS. */
export const metersOf = (scoreboard: Float64Array) => ({
  outputPeakDb: dbOf(scoreboard[SCORE.OUTPUT_PEAK]!),
  outputRmsDb: dbOf(scoreboard[SCORE.OUTPUT_RMS]!),
  inputPeakDb: dbOf(scoreboard[SCORE.INPUT_PEAK]!),
  inputRmsDb: dbOf(scoreboard[SCORE.INPUT_RMS]!),
  limiterDb: scoreboard[SCORE.LIMITER_DB]!,
  automaticDb: scoreboard[SCORE.AUTOMATIC_DB]!,
});
