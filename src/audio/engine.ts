import type { Clock, Off } from '../core/clock.ts';
import type { MessageLink } from '../core/framing.ts';
import { Listeners } from '../core/listeners.ts';
import type { Log } from '../core/log.ts';
import { framesOf } from '../dsp/format.ts';
import type {
  CaptureSwitches,
  ClassPolicies,
  ClipSource,
  CodecFormat,
  Command,
  DeviceConfig,
  EngineStatus,
  Report,
  SoundShape,
  RtpSource,
  RtpSourceStatus,
  SnapcastServer,
  SnapcastStatus,
} from '../engine/contract.ts';
import { CallSounds } from './call-sounds.ts';
import { DuplexRecordings } from './duplex-recordings.ts';
import { Heartbeat } from './heartbeat.ts';
import { Hearings } from './hearings.ts';
import { LiveVoice, windowOf } from './live-voice.ts';
import type { ClipSpec, LiveSpec, SendLiveSpec, SendSpec, StartedVoice } from './voice-spec.ts';
import { Voices } from './voices.ts';

/** A process that dies again and again is not started more often than this. */
const RESTART_PAUSE_MS = 1000;

/** One run of the audio process. */
export interface AudioChild {
  readonly link: MessageLink<Report, Command>;
  kill(): void;
  readonly exited: Promise<string>;
}

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
  readonly #voices: Voices;
  readonly #heartbeat: Heartbeat;
  /** Those who listen to the microphone. */
  readonly hearings = new Hearings(command => void this.#send(command));
  readonly recordings = new DuplexRecordings(command => this.#send(command));
  /** The sound of calls. */
  readonly calls = new CallSounds(command => void this.#send(command));
  readonly #statuses = new Listeners<[EngineStatus]>();
  readonly #sources = new Listeners<[readonly RtpSourceStatus[]]>();
  readonly #snapcast = new Listeners<[SnapcastStatus]>();
  /** The last command of each kind that describes how things should be. */
  readonly #wishes = new Map<Command['do'], Command>();
  #child: AudioChild | undefined;
  #startedAt = -Infinity;
  #running = false;
  #restarts = 0;
  #status: EngineStatus | undefined;
  #hadCard = false;

  constructor(deps: AudioEngineDeps) {
    this.#deps = deps;
    const { clock, log } = deps;
    this.#heartbeat = new Heartbeat(() => clock.monotonic());
    this.#voices = new Voices({ clock, log, send: command => this.#send(command) });
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

  /** Whether the sound card was open when it was last heard of, if by a process that has ended since. */
  get hadCard(): boolean {
    return this.#hadCard;
  }

  onStatus(listener: (status: EngineStatus) => void): Off {
    return this.#statuses.add(listener);
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
    return this.#sources.add(listener);
  }

  /** Has what this server of Snapcast sends played; null leaves it. */
  followSnapcast(server: SnapcastServer | null): void {
    this.#wish({ do: 'snapcast', server });
  }

  /** Tells how it goes with the server of Snapcast. */
  onSnapcast(listener: (status: SnapcastStatus) => void): Off {
    return this.#snapcast.add(listener);
  }

  setOutput(gainDb: number, muted: boolean): void {
    this.#wish({ do: 'output', gainDb, muted });
  }

  setInput(gainDb: number, muted: boolean): void {
    this.#wish({ do: 'input', gainDb, muted });
  }

  playClip({ sourceClass, clip, times, gain, round, ended }: ClipSpec): StartedVoice {
    return this.#voices.play({
      command: (voice, from) => ({ do: 'play', voice, sourceClass, clip, times, gain, from }),
      frames: times === -1 ? Infinity : times * clip.frames,
      round,
      ended,
    });
  }

  /** Sends a clip or the microphone to others by RTP; where the audio process was started anew, from its beginning. */
  send({ sound, gain, target, ended }: SendSpec): StartedVoice {
    return this.#voices.play({
      command: voice => ({ do: 'send', voice, sound, gain, target }),
      frames: Infinity,
      ended,
    });
  }

  /** A voice for sound that is written to it as it comes. */
  playLive(spec: LiveSpec): LiveVoice {
    return this.#live(spec.format, voice => ({ do: 'live', voice, ...spec }));
  }

  /** As `playLive`, but what is written is sent to others by RTP. */
  sendLive({ format, gain, bufferMs, target }: SendLiveSpec): LiveVoice {
    const sound = { from: 'live', format, bufferMs } as const;
    return this.#live(format, voice => ({ do: 'send', voice, sound, gain, target }));
  }

  /** Ends a voice, whoever started it; nothing happens where it has ended. */
  stop(voice: number): void {
    if (!this.calls.stop(voice)) this.#voices.stop(voice);
  }

  #live(format: CodecFormat, command: (voice: number) => Command): LiveVoice {
    const live = new LiveVoice(windowOf(format), { packets: format.codec === 'opus' });
    const voice = this.#voices.play({
      command,
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

  #wish(command: Command): void {
    this.#wishes.set(command.do, command);
    this.#send(command);
  }

  /** @returns whether there is a process that hears it */
  #send(command: Command): boolean {
    this.#child?.link.send(command);
    return this.#child !== undefined;
  }

  #launch(): void {
    const child = this.#deps.spawn();
    this.#child = child;
    this.#startedAt = this.#deps.clock.monotonic();
    this.#heartbeat.begin();
    this.#status = undefined;
    child.link.receive({
      heard: report => this.#hear(report),
      bytes: (channel, bytes) => this.recordings.hear(channel, bytes) || this.hearings.packet(channel, bytes),
      closed: () => undefined, // the end of the process is told by `exited`
    });
    for (const command of this.#wishes.values()) child.link.send(command);
    this.hearings.tellAll();
    this.calls.revive();
    this.#voices.revive();
    void child.exited.then(why => this.#died(child, why));
  }

  #died(child: AudioChild, why: string): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    this.#voices.lose(this.#mixedAhead());
    this.recordings.lose();
    if (!this.#running) return;
    this.#sources.tell([]);
    this.#restarts++;
    this.#deps.log.error('the audio process ended', { why, restarts: this.#restarts });
    this.#deps.restarted(why, this.#restarts);
    const wait = this.#startedAt + RESTART_PAUSE_MS - this.#deps.clock.monotonic();
    if (wait <= 0) this.#launch();
    else this.#deps.clock.after(wait, () => this.#running && this.#child === undefined && this.#launch());
  }

  #watch(): void {
    const silentMs = this.#child === undefined ? undefined : this.#heartbeat.hopeless();
    if (silentMs === undefined) return;
    this.#deps.log.error('the audio process hangs', { silentMs });
    this.#child?.kill();
  }

  #hear(report: Report): void {
    this.#heartbeat.heard();
    if ('voice' in report) {
      this.#voices.hear(report);
      return;
    }
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
        this.#heartbeat.becameBusy();
        return;
      }
      case 'sources': {
        this.#sources.tell(report.sources);
        return;
      }
      case 'snapcast': {
        this.#snapcast.tell(report.status);
        return;
      }
      case 'recorded': {
        this.recordings.ended(report.recording, report.lost);
        return;
      }
      case 'call': {
        this.calls.hear(report.call, report.news);
        return;
      }
      case 'deaf': {
        this.hearings.deaf(report.listener, report.error);
        return;
      }
    }
  }

  #hearStatus(status: EngineStatus): void {
    this.#status = status;
    const { state, reason } = status.device;
    // Closed without a reason is a process that has not come to it yet.
    if (state !== 'closed' || reason !== undefined) this.#hadCard = state === 'open';
    this.#heartbeat.reported();
    this.#voices.hearPositions(status.voices);
    this.#statuses.tell(status);
  }

  /** Frames that were mixed but not yet heard. */
  #mixedAhead(): number {
    const device = this.#status?.device;
    return device?.state === 'open' ? framesOf(device.ringMs + device.outputLatencyMs) : 0;
  }
}
