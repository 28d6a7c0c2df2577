import type { Clock, Off } from '../core/clock.ts';
import type { MessageLink } from '../core/framing.ts';
import type { Log } from '../core/log.ts';
import { framesOf } from '../dsp/format.ts';
import type {
  CaptureSwitches,
  ClassPolicies,
  ClipSource,
  Command,
  DeviceConfig,
  EngineStatus,
  Report,
  SoundShape,
  RtpSource,
  RtpSourceStatus,
} from '../engine/contract.ts';
import { Hearings } from './hearings.ts';
import { LiveVoice, type VoiceEnd, windowOf } from './live-voice.ts';
import type { ClipSpec, LiveSpec, SendSpec, StartedVoice } from './voice-spec.ts';

/** Without a heartbeat for this long the audio process hangs, and is killed. */
const PATIENCE_MS = 1500;
/** Until a new process reports, or one that opens a sound card: PortAudio asks every device there is. */
const BUSY_PATIENCE_MS = 10_000;
/** A machine that is too slow for that would do nothing but start processes: each gets twice the time of the one before. */
const MAX_BUSY_PATIENCE_MS = 160_000;
/** A process that dies again and again is not started more often than this. */
const RESTART_PAUSE_MS = 1000;
/** A position is guessed from the last report for no longer than this. */
const MAX_GUESS_MS = 300;

/** One run of the audio process. */
export interface AudioChild {
  readonly link: MessageLink<Report, Command>;
  kill(): void;
  readonly exited: Promise<string>;
}

/** What sounds; the engine adds the voice's number. */
interface VoiceSpec {
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

interface Sounding extends VoiceSpec {
  /** Frames mixed at `seenAt`, ms on the monotonic clock. */
  at: number;
  seenAt: number | undefined;
  /** It was asked to stop: a process that dies before it did must not bring it back. */
  stopping: boolean;
}

type VoiceReport = Extract<Report, { voice: number }>;

interface AudioEngineDeps {
  readonly spawn: () => AudioChild;
  readonly clock: Clock;
  readonly log: Log;
  readonly restarted: (why: string, times: number) => void;
}

/**
 * Starts, feeds and watches the audio process, and knows what should be playing: a process that died is started again
 * with the same device, gains and voices, each where it had got to.
 */
export class AudioEngine {
  readonly #deps: AudioEngineDeps;
  readonly #voices = new Map<number, Sounding>();
  /** Those who listen to the microphone. */
  readonly hearings = new Hearings(command => this.#send(command));
  readonly #listeners = new Set<(status: EngineStatus) => void>();
  readonly #sourceListeners = new Set<(sources: readonly RtpSourceStatus[]) => void>();
  /** The last command of each kind that describes how things should be. */
  readonly #wishes = new Map<Command['do'], Command>();
  #child: AudioChild | undefined;
  #nextVoice = 1;
  #lastHeard = 0;
  #startedAt = -Infinity;
  /** It is known to do something that takes long. */
  #busy = true;
  #busyPatienceMs = BUSY_PATIENCE_MS;
  #running = false;
  #restarts = 0;
  #status: EngineStatus | undefined;

  constructor(deps: AudioEngineDeps) {
    this.#deps = deps;
  }

  start(): Off {
    this.#running = true;
    this.#launch();
    const unwatch = this.#deps.clock.every(250, () => this.#watch());
    return async () => {
      this.#running = false;
      unwatch();
      this.#child?.kill();
      await this.#child?.exited;
    };
  }

  /** Times the process was started again. */
  get restarts(): number {
    return this.#restarts;
  }

  /** What it last reported; undefined until the first report of the present process. */
  get status(): EngineStatus | undefined {
    return this.#status;
  }

  onStatus(listener: (status: EngineStatus) => void): Off {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  openDevice(device: DeviceConfig): void {
    this.#wish({ do: 'open', device });
  }

  preload(clips: readonly ClipSource[]): void {
    this.#wish({ do: 'preload', clips });
  }

  setClasses(policies: ClassPolicies): void {
    this.#wish({ do: 'classes', policies });
  }

  setCapture(switches: CaptureSwitches): void {
    this.#wish({ do: 'capture', switches });
  }

  setShape(shape: SoundShape): void {
    this.#wish({ do: 'shape', shape });
  }

  /** Has these sources of RTP listened for, and no others. */
  listen(sources: readonly RtpSource[]): void {
    this.#wish({ do: 'sources', sources });
  }

  /** Tells how the sources do; of an audio process that ended, none does. */
  onSources(listener: (sources: readonly RtpSourceStatus[]) => void): Off {
    this.#sourceListeners.add(listener);
    return () => this.#sourceListeners.delete(listener);
  }

  setOutput(gainDb: number, muted: boolean): void {
    this.#wish({ do: 'output', gainDb, muted });
  }

  setInput(gainDb: number, muted: boolean): void {
    this.#wish({ do: 'input', gainDb, muted });
  }

  playClip({ sourceClass, clip, times, gain, round, ended }: ClipSpec): StartedVoice {
    return this.#play({
      command: (voice, from) => ({ do: 'play', voice, sourceClass, clip, times, gain, from }),
      frames: times === -1 ? Infinity : times * clip.frames,
      round,
      ended,
    });
  }

  /** Sends a clip to others by RTP; where the audio process was started anew, from its beginning. */
  sendClip({ clip, times, gain, target, ended }: SendSpec): StartedVoice {
    return this.#play({
      command: voice => ({ do: 'send', voice, clip, times, gain, target }),
      frames: Infinity,
      ended,
    });
  }

  /** A voice for sound that is written to it as it comes. */
  playLive({ sourceClass, format, gain, bufferMs }: LiveSpec): LiveVoice {
    const live = new LiveVoice(windowOf(format), { packets: format.codec === 'opus' });
    const voice = this.#play({
      command: voice => ({ do: 'live', voice, sourceClass, format, gain, bufferMs }),
      frames: Infinity,
      taken: bytes => live.taken(bytes),
      revived: () => live.revived(),
      ended: why => live.end(why),
    });
    live.begin({
      id: voice.id,
      send: bytes => this.#child?.link.sendBytes(voice.id, bytes),
      finish: () => this.#send({ do: 'finish', voice: voice.id }),
      stop: () => voice.stop(),
    });
    return live;
  }

  #play(spec: VoiceSpec): StartedVoice {
    const voice = this.#nextVoice++;
    const sounding: Sounding = { ...spec, at: 0, seenAt: undefined, stopping: false };
    this.#voices.set(voice, sounding);
    this.#send(spec.command(voice, 0));
    return {
      id: voice,
      stop: () => this.stop(voice),
      at: () => this.#position(sounding),
    };
  }

  /** Ends a voice, whoever started it; nothing happens where it has ended. */
  stop(voice: number): void {
    const sounding = this.#voices.get(voice);
    if (sounding === undefined) return;
    sounding.stopping = true;
    if (this.#child === undefined) this.#end(voice, 'stopped');
    else this.#send({ do: 'stop', voice });
  }

  #wish(command: Command): void {
    this.#wishes.set(command.do, command);
    this.#send(command);
  }

  #send(command: Command): void {
    this.#child?.link.send(command);
  }

  #launch(): void {
    const child = this.#deps.spawn();
    this.#child = child;
    this.#startedAt = this.#lastHeard = this.#deps.clock.monotonic();
    this.#status = undefined;
    this.#busy = true;
    child.link.receive({
      heard: report => this.#hear(report),
      bytes: (listener, bytes) => this.hearings.packet(listener, bytes),
      closed: () => undefined, // the end of the process is told by `exited`
    });
    for (const command of this.#wishes.values()) child.link.send(command);
    this.hearings.tellAll();
    for (const [voice, sounding] of [...this.#voices]) {
      if (sounding.stopping) this.#end(voice, 'stopped');
      else if (sounding.at >= sounding.frames) this.#end(voice, 'done');
      else this.#revive(voice, sounding);
    }
    void child.exited.then(why => this.#died(child, why));
  }

  #revive(voice: number, sounding: Sounding): void {
    this.#send(sounding.command(voice, sounding.at));
    sounding.revived?.();
  }

  #died(child: AudioChild, why: string): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    const unheard = this.#mixedAhead();
    for (const sounding of this.#voices.values()) {
      sounding.at = Math.max(0, this.#position(sounding) - unheard);
      sounding.seenAt = undefined;
    }
    if (!this.#running) return;
    this.#tellSources([]);
    this.#restarts++;
    this.#deps.log.error('the audio process ended', { why, restarts: this.#restarts });
    this.#deps.restarted(why, this.#restarts);
    const wait = this.#startedAt + RESTART_PAUSE_MS - this.#deps.clock.monotonic();
    if (wait <= 0) this.#launch();
    else this.#deps.clock.after(wait, () => this.#running && this.#child === undefined && this.#launch());
  }

  #watch(): void {
    const patience = this.#busy ? this.#busyPatienceMs : PATIENCE_MS;
    if (this.#child === undefined || this.#deps.clock.monotonic() - this.#lastHeard < patience) return;
    this.#deps.log.error('the audio process hangs', { silentMs: patience });
    if (this.#busy) this.#busyPatienceMs = Math.min(2 * this.#busyPatienceMs, MAX_BUSY_PATIENCE_MS);
    this.#lastHeard = this.#deps.clock.monotonic(); // once is enough; its end may take a while
    this.#child.kill();
  }

  #hear(report: Report): void {
    this.#lastHeard = this.#deps.clock.monotonic();
    switch (report.tell) {
      case 'hello': {
        this.#deps.log.info('audio process runs', { pid: report.pid, portaudio: report.portaudio });
        return;
      }
      case 'status': {
        this.#hearStatus(report.status);
        return;
      }
      case 'busy': {
        this.#busy = true;
        return;
      }
      case 'sources': {
        this.#tellSources(report.sources);
        return;
      }
      case 'deaf': {
        this.hearings.deaf(report.listener, report.error);
        return;
      }
      case 'round':
      case 'taken':
      case 'ended': {
        this.#hearOfVoice(report);
        return;
      }
    }
  }

  #tellSources(sources: readonly RtpSourceStatus[]): void {
    for (const listener of this.#sourceListeners) listener(sources);
  }

  #hearOfVoice(report: VoiceReport): void {
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

  #hearStatus(status: EngineStatus): void {
    this.#status = status;
    this.#busy = false;
    this.#busyPatienceMs = BUSY_PATIENCE_MS;
    for (const { voice, at } of status.voices) {
      const sounding = this.#voices.get(voice);
      if (sounding !== undefined) Object.assign(sounding, { at, seenAt: this.#lastHeard });
    }
    for (const listener of this.#listeners) listener(status);
  }

  #end(voice: number, why: VoiceEnd): void {
    const sounding = this.#voices.get(voice);
    this.#voices.delete(voice);
    sounding?.ended(why);
  }

  /** Where a voice is now: what was last reported, and the time since then (not more than a heartbeat may be late). */
  #position(sounding: Sounding): number {
    const { at, seenAt } = sounding;
    if (seenAt === undefined) return at;
    const since = Math.min(MAX_GUESS_MS, this.#deps.clock.monotonic() - seenAt);
    return Math.min(Math.round(at + framesOf(since)), sounding.frames);
  }

  /** Frames that were mixed but not yet heard. */
  #mixedAhead(): number {
    const device = this.#status?.device;
    return device?.state === 'open' ? framesOf(device.ringMs + device.outputLatencyMs) : 0;
  }
}
