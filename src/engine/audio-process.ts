import type { Clock, Off } from '../core/clock.ts';
import { inBackground } from '../core/background.ts';
import type { Log } from '../core/log.ts';
import { factorOf, msOf } from '../dsp/format.ts';
import type { CodecFormat, Decoder, Encoder, EncoderOptions } from './codecs/codec.ts';
import { Calls } from './calls/calls.ts';
import {
  type CaptureSwitches,
  type Command,
  type DeviceConfig,
  type DriverState,
  type EngineStatus,
  RECORDING_CHANNELS,
  type Report,
} from './contract.ts';
import { CONTROL } from './control.ts';
import { DeviceKeeper } from './device-keeper.ts';
import type { AudioDriver } from './drivers/driver.ts';
import { Ears } from './listening/ears.ts';
import { metersOf } from './mixing-loop.ts';
import { RtpSendings } from './multicast/rtp-sendings.ts';
import { RtpVoices } from './multicast/rtp-voices.ts';
import { DuplexRecordings } from './recording/duplex-recordings.ts';
import { SnapcastPlayer } from './snapcast/snapcast-player.ts';
import { Voices } from './voices.ts';
import { SCORE, VOICE_WORDS, type WorkerCommand, type WorkerReport, type WorkerStream } from './worker-contract.ts';

/** The heartbeat: a supervisor that hears none for some time starts another audio process. */
const STATUS_MS = 100;

interface AudioProcessDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly driver: (name: DeviceConfig['driver']) => AudioDriver;
  readonly drivers: readonly DriverState[];
  readonly giveUp: (why: string) => void;
  readonly scoreboard: Float64Array;
  readonly tellWorker: (command: WorkerCommand) => void;
  readonly decoder: (format: CodecFormat) => Decoder;
  readonly encoder: (format: CodecFormat, options: EncoderOptions) => Encoder;
  /** A packet for somebody who listens. */
  readonly sendPacket: (listener: number, packet: Uint8Array) => void;
  readonly report: (report: Report) => void;
}

type VoiceCommand = Extract<Command, { do: 'preload' | 'play' | 'live' | 'send' | 'finish' | 'stop' }>;
type EarCommand = Extract<Command, { listener: number }>;
type RecordCommand = Extract<Command, { recording: number }>;
type MixerCommand = Extract<Command, { do: 'classes' | 'shape' | 'capture' | 'output' | 'input' }>;

/** The audio process but for its sockets and threads: carries out commands, reports. */
export class AudioProcess {
  readonly #deps: AudioProcessDeps;
  readonly #keeper: DeviceKeeper;
  readonly #voices: Voices;
  readonly #sources: RtpVoices;
  readonly #sendings: RtpSendings;
  readonly #snapcast: SnapcastPlayer;
  readonly #ears: Ears;
  readonly #recordings: DuplexRecordings;
  readonly #calls: Calls;
  #capture: CaptureSwitches = { echo: false, canceller: 'speexdsp', noiseDb: 0, gainDb: 0 };
  #callEcho = false;

  constructor(deps: AudioProcessDeps) {
    this.#deps = deps;
    this.#keeper = new DeviceKeeper({
      ...deps,
      busy: () => deps.report({ tell: 'busy' }),
      changed: (stream: WorkerStream | undefined) => deps.tellWorker({ do: 'stream', stream }),
    });
    this.#voices = new Voices(deps);
    this.#sources = new RtpVoices({
      ...deps,
      voices: this.#voices,
      timing: () => {
        const { ringMs, callbackFrames } = this.#keeper.status(false);
        return { leadMs: deps.scoreboard[SCORE.VOICES] === 0 ? ringMs : 0, blockMs: msOf(callbackFrames) };
      },
    });
    this.#snapcast = new SnapcastPlayer({
      ...deps,
      voices: this.#voices,
      leadMs: () => this.#keeper.leadMs,
      tell: status => deps.report({ tell: 'snapcast', status }),
    });
    this.#recordings = new DuplexRecordings({
      ...deps,
      send: (recording, pairs) => deps.sendPacket(RECORDING_CHANNELS + recording, pairs),
    });
    this.#ears = new Ears({
      ...deps,
      tap: ring => deps.tellWorker({ do: 'tap', ring }),
      send: deps.sendPacket,
      failed: (listener, error) => deps.report({ tell: 'deaf', listener, error: messageOf(error) }),
    });
    this.#sendings = new RtpSendings({ ...deps, ears: this.#ears, encoder: format => deps.encoder(format, {}) });
    this.#calls = new Calls({
      ...deps,
      voices: this.#voices,
      ears: this.#ears,
      blockMs: () => msOf(this.#keeper.status(false).callbackFrames),
      tell: (call, news) => deps.report({ tell: 'call', call, news }),
      echo: needed => this.#echoOfCalls(needed),
    });
  }

  start(): Off {
    const offs = [
      this.#keeper.start(),
      this.#voices.start(),
      this.#sources.start(),
      () => this.#sendings.stopAll(),
      () => this.#snapcast.play(null),
      () => this.#calls.stopAll(),
      this.#ears.start(),
      this.#recordings.start(),
      this.#deps.clock.every(STATUS_MS, () => this.#deps.report({ tell: 'status', status: this.status() })),
    ];
    return () => {
      for (const off of offs) off();
      this.#keeper.close();
    };
  }

  obey(command: Command): void {
    if (command.do === 'open') this.#keeper.configure(command.device);
    else if (command.do === 'sources') this.#sources.configure(command.sources);
    else if (command.do === 'snapcast') this.#snapcast.play(command.server);
    else if (command.do === 'call') this.#calls.obey(command.call, command.order);
    else if ('listener' in command) this.#obeyOfEars(command);
    else if ('recording' in command) this.#obeyOfRecordings(command);
    else if (command.do === 'preload' || 'voice' in command) this.#obeyOfVoices(command);
    else this.#obeyOfMixer(command);
  }

  #obeyOfEars(command: EarCommand): void {
    if (command.do === 'listen') this.#ears.listen(command);
    else this.#ears.unlisten(command.listener);
  }

  #obeyOfRecordings(command: RecordCommand): void {
    if (command.do === 'record') this.#recordings.record(command.recording, command.frames);
    else this.#recordings.stop(command.recording);
  }

  #obeyOfMixer(command: MixerCommand): void {
    if (command.do === 'capture') {
      this.#capture = command.switches;
      this.#tellCapture();
      return;
    }
    this.#deps.tellWorker('muted' in command ? { do: command.do, gain: gainOf(command) } : command);
  }

  /** Who is called would hear himself: a call wants his own sound taken out of the microphone. */
  #echoOfCalls(needed: boolean): void {
    if (needed === this.#callEcho) return;
    this.#callEcho = needed;
    this.#tellCapture();
  }

  #tellCapture(): void {
    const switches = { ...this.#capture, echo: this.#capture.echo || this.#callEcho };
    this.#deps.tellWorker({ do: 'capture', switches });
  }

  #obeyOfVoices(command: VoiceCommand): void {
    switch (command.do) {
      case 'preload': {
        inBackground(this.#deps.log, 'preloading clips', () => this.#voices.preload(command.clips));
        return;
      }
      case 'play': {
        this.#voices.play(command);
        return;
      }
      case 'live': {
        this.#voices.live(command);
        return;
      }
      case 'send': {
        this.#sendings.start(command);
        return;
      }
      case 'finish': {
        if (!this.#sendings.finish(command.voice)) this.#voices.finish(command.voice);
        return;
      }
      case 'stop': {
        if (!this.#sendings.stop(command.voice)) this.#voices.stop(command.voice);
        return;
      }
    }
  }

  /** Takes the next bytes of a live voice, or of what is sent to others. */
  push(voice: number, bytes: Uint8Array): void {
    if (!this.#sendings.push(voice, bytes)) this.#voices.push(voice, bytes);
  }

  hear(message: WorkerReport): void {
    this.#voices.hear(message);
  }

  status(): EngineStatus {
    const { scoreboard, drivers } = this.#deps;
    const count = (word: number) => this.#keeper.count(word);
    return {
      drivers,
      device: { ...this.#keeper.status(scoreboard[SCORE.REALTIME] === 1), ...driftOf(scoreboard[SCORE.DRIFT_PPM]) },
      counters: {
        callbacks: count(CONTROL.CALLBACKS),
        ringUnderruns: count(CONTROL.RING_UNDERRUNS),
        ringUnderrunFrames: count(CONTROL.RING_UNDERRUN_FRAMES),
        ringOverruns: count(CONTROL.RING_OVERRUNS),
        deviceUnderruns: count(CONTROL.DEVICE_UNDERRUNS),
        deviceOverruns: count(CONTROL.DEVICE_OVERRUNS),
        sourceUnderruns: scoreboard[SCORE.SOURCE_UNDERRUNS] ?? 0,
        opens: this.#keeper.opens,
        framesOut: count(CONTROL.FRAMES_OUT),
      },
      meters: metersOf(scoreboard),
      voices: voicesOf(scoreboard),
    };
  }
}

const gainOf = ({ muted, gainDb }: { readonly muted: boolean; readonly gainDb: number }) =>
  muted ? 0 : factorOf(gainDb);

function voicesOf(scoreboard: Float64Array): EngineStatus['voices'] {
  return Array.from({ length: scoreboard[SCORE.VOICES] ?? 0 }, (_, index) => {
    const words = scoreboard.subarray(SCORE.FIRST_VOICE + VOICE_WORDS * index);
    const [voice = 0, at = 0, heard = 0, gainDb = 0, lufs = -Infinity] = words;
    return { voice, at, heard, gainDb: tenths(gainDb), ...(Number.isFinite(lufs) ? { lufs: tenths(lufs) } : {}) };
  });
}

const driftOf = (ppm = Number.NaN) => (Number.isNaN(ppm) ? {} : { driftPpm: Math.round(ppm) });
const tenths = (value: number) => Math.round(value * 10) / 10;

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
