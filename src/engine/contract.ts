/**
 * What the supervisor (stentord) and the audio process (audiod) say to each other: JSON messages over one Unix socket
 * pair (core/framing.ts). Types and the words they are made of, so that both sides may import it.
 */

import type { RtpSource, RtpSourceStatus } from './multicast/rtp-source.ts';
import type { RtpTarget } from './multicast/rtp-target.ts';
import type { CallNews, CallOrder } from './calls/call-contract.ts';
import type { SnapcastServer, SnapcastStatus } from './snapcast/snapcast-server.ts';
import type { CodecFormat, EncoderOptions } from './codecs/codec.ts';
import type { SoundShape } from './sound-shape.ts';

export type { CodecFormat } from './codecs/codec.ts';
export type { SoundShape } from './sound-shape.ts';

/** What sounds belong to, the weakest first: each may take room from those before it. */
export const SOURCE_CLASSES = [
  'music',
  'advertisement',
  'announcement',
  'paging',
  'call',
  'emergency',
  'test',
] as const;

export type SourceClass = (typeof SOURCE_CLASSES)[number];

/** What must not wait for a speaker test. */
export const URGENT_CLASSES: readonly SourceClass[] = ['paging', 'call', 'emergency'];

/** From here on are the channels of the bytes of recordings; below are those of who listens. */
export const RECORDING_CHANNELS = 2 ** 31;

/** How a class stands to the others. */
export interface ClassPolicy {
  /** dB on everything of the class. */
  readonly gainDb: number;
  /**
   * What the classes below it do while it sounds: go on, go on by `duckDb` softer, fall silent and go on unheard, or
   * wait and go on from the same sample (a live source cannot wait: it falls silent).
   */
  readonly lower: 'mix' | 'duck' | 'mute' | 'pause';
  readonly duckDb: number;
  /** ms until the lower ones have given way, and until they have come back. */
  readonly attackMs: number;
  readonly releaseMs: number;
  /**
   * What several sources of the class do: sound together; the newest ends the older ones; the newest is heard and the
   * older ones wait; each waits for its turn.
   */
  readonly several: 'together' | 'replace' | 'newest' | 'queue';
}

export type ClassPolicies = Readonly<Record<SourceClass, ClassPolicy>>;

/** How far the output is mixed ahead of the sound card. */
export type LatencyProfile = 'Normal' | 'Low' | 'UltraLow';

export interface DeviceConfig {
  readonly driver: 'portaudio' | 'naudiodon' | 'file';
  /** PortAudio device names (or the start of one); `default` takes the host's default, `none` leaves that side closed. */
  readonly output: string;
  readonly input: string;
  readonly latency: LatencyProfile;
  /** Whether input and output have a clock each; `auto` goes by the numbers of their cards. */
  readonly separate: 'auto' | 'yes' | 'no';
}

/** A decoded clip: mono little-endian int16 at 48 kHz. */
export interface ClipSource {
  readonly file: string;
  readonly frames: number;
}

/** Somebody who wants to hear the microphone: packets come as messages of bytes, on the channel of its number. */
export interface ListenCommand {
  readonly do: 'listen';
  /** Chosen by the supervisor, unique as long as it lives. */
  readonly listener: number;
  readonly format: CodecFormat;
  /** Of each packet, at the rate of the format. */
  readonly packetFrames: number;
  readonly options: EncoderOptions;
}

/** What is sent to others: a clip, sound that comes as that of a live voice does, or the microphone until it is stopped. */
export type SentSound =
  | { readonly from: 'clip'; readonly clip: ClipSource; readonly times: number }
  | { readonly from: 'live'; readonly format: CodecFormat; readonly bufferMs: number }
  | { readonly from: 'microphone' };

/** Who cancels echoes: speexdsp, which every build has, or WebRTC's AEC3 where its library was found. */
export type Canceller = 'speexdsp' | 'aec3';

/** What is done to the microphone. */
export interface CaptureSwitches {
  /** Takes out what the speaker plays. */
  readonly echo: boolean;
  /** Who does the work; what is not built is replaced by speexdsp. */
  readonly canceller: Canceller;
  /** By how much steady noise is made softer, dB; 0 leaves it. */
  readonly noiseDb: number;
  /** The greatest gain that soft voices get, dB; 0 leaves them. */
  readonly gainDb: number;
}

export type Command =
  | { readonly do: 'open'; readonly device: DeviceConfig }
  /** Keeps the beginnings of these clips in memory, so that they start without waiting for the disk. */
  | { readonly do: 'preload'; readonly clips: readonly ClipSource[] }
  | {
      readonly do: 'play';
      /** Chosen by the supervisor, unique as long as it lives. */
      readonly voice: number;
      readonly sourceClass: SourceClass;
      readonly clip: ClipSource;
      /** Times to play; -1 until stopped. */
      readonly times: number;
      /** Amplitude factor. */
      readonly gain: number;
      /** Frames already played, counted over all repetitions: where a voice goes on after a restart of audiod. */
      readonly from: number;
    }
  | {
      /**
       * A voice whose sound comes as messages of bytes, on the channel of its number; with Opus each is a packet. It
       * begins when `bufferMs` of it are there.
       */
      readonly do: 'live';
      readonly voice: number;
      readonly sourceClass: SourceClass;
      readonly format: CodecFormat;
      readonly gain: number;
      readonly bufferMs: number;
      /** What came late is played shorter until it is on time again; without it every sample is played. */
      readonly catchUp?: boolean | undefined;
    }
  | {
      /** Sends sound to others by RTP instead of playing it; it ends like a voice. */
      readonly do: 'send';
      readonly voice: number;
      readonly sound: SentSound;
      readonly gain: number;
      readonly target: RtpTarget;
    }
  /** No more bytes come for a live voice: it ends when it has played what there is. */
  | { readonly do: 'finish'; readonly voice: number }
  | { readonly do: 'stop'; readonly voice: number }
  /** Listens for these sources of RTP and no others. */
  | { readonly do: 'sources'; readonly sources: readonly RtpSource[] }
  /** Plays what this server of Snapcast sends; null leaves it. */
  | { readonly do: 'snapcast'; readonly server: SnapcastServer | null }
  /** Of a call's sound; the number is the supervisor's. */
  | { readonly do: 'call'; readonly call: number; readonly order: CallOrder }
  | ListenCommand
  | { readonly do: 'unlisten'; readonly listener: number }
  /**
   * Records what the card plays beside what its microphone hears, both untouched, in one stretch: pairs of int16 come on the
   * channel RECORDING_CHANNELS and its number. One at a time: a new one ends the one before.
   */
  | { readonly do: 'record'; readonly recording: number; readonly frames: number }
  | { readonly do: 'unrecord'; readonly recording: number }
  | { readonly do: 'classes'; readonly policies: ClassPolicies }
  | { readonly do: 'shape'; readonly shape: SoundShape }
  | { readonly do: 'capture'; readonly switches: CaptureSwitches }
  | { readonly do: 'output'; readonly gainDb: number; readonly muted: boolean }
  /** `muted` gives digital zero to everybody who listens. */
  | { readonly do: 'input'; readonly gainDb: number; readonly muted: boolean };

export type Report =
  /** The process listens; the first message. */
  | { readonly tell: 'hello'; readonly pid: number; readonly portaudio: string }
  | { readonly tell: 'status'; readonly status: EngineStatus }
  /** It opens or closes a sound card, and says nothing until that is done: no reason to call it dead. */
  | { readonly tell: 'busy' }
  /** How the sources of RTP do. */
  | { readonly tell: 'sources'; readonly sources: readonly RtpSourceStatus[] }
  | { readonly tell: 'call'; readonly call: number; readonly news: CallNews }
  | { readonly tell: 'snapcast'; readonly status: SnapcastStatus }
  /** A repetition begins; the first has number 0. */
  | { readonly tell: 'round'; readonly voice: number; readonly round: number }
  /** So many bytes of a live voice have become sound. */
  | { readonly tell: 'taken'; readonly voice: number; readonly bytes: number }
  /** A listener gets nothing, or nothing more. */
  | { readonly tell: 'deaf'; readonly listener: number; readonly error: string }
  /** A recording is over; `lost` counts what makes it worthless: underruns, overruns, a card that went. */
  | { readonly tell: 'recorded'; readonly recording: number; readonly lost: number }
  /** The last frame of the voice has left the ring towards the card. */
  | {
      readonly tell: 'ended';
      readonly voice: number;
      readonly why: 'done' | 'stopped' | 'failed';
      readonly error?: string;
    };

/** A driver and whether it can be chosen. */
export interface DriverState {
  readonly name: DeviceConfig['driver'];
  /** Why not, as a part of a sentence: "it is not built on this machine". */
  readonly missing?: string;
}

export interface EngineStatus {
  readonly drivers: readonly DriverState[];
  readonly device: DeviceStatus;
  readonly counters: Counters;
  readonly meters: Meters;
  readonly voices: readonly VoiceStatus[];
}

export interface VoiceStatus {
  readonly voice: number;
  /** Frames mixed since its start. */
  readonly at: number;
  /** Amplitude factor that the classes leave it: 0 while it waits or is muted. */
  readonly heard: number;
  /** Applied to its sound besides, dB. */
  readonly gainDb: number;
  /** How loud a live source has come of late, LUFS. */
  readonly lufs?: number;
}

export interface DeviceStatus {
  readonly state: 'closed' | 'open' | 'lost';
  /** Why it is not open. */
  readonly reason?: string;
  /** Why there is no microphone although it is open and one was asked for. */
  readonly deaf?: string;
  readonly driver: string;
  readonly output: string;
  readonly input: string;
  /** By how much the microphone's clock is faster than the speaker's, ppm, where it has one of its own. */
  readonly driftPpm?: number;
  /** Whether the audio threads run at real-time priority (SCHED_FIFO). */
  readonly realtime: boolean;
  /** ms the device reports between callback and DAC. */
  readonly outputLatencyMs: number;
  /** ms mixed ahead of the callback. */
  readonly ringMs: number;
  /** Frames per callback. */
  readonly callbackFrames: number;
  /** Names PortAudio lists, for the settings page. */
  readonly outputs: readonly string[];
  readonly inputs: readonly string[];
}

/** Counted since audiod started; 32-bit, they wrap. */
export interface Counters {
  readonly callbacks: number;
  /** Callbacks that found too little in the ring, and the frames that were missing: the mixer was late. */
  readonly ringUnderruns: number;
  readonly ringUnderrunFrames: number;
  /** Callbacks whose input found no room in the ring: nobody read it in time. */
  readonly ringOverruns: number;
  /** Underruns and overruns that the sound card reported: the callback was late. */
  readonly deviceUnderruns: number;
  readonly deviceOverruns: number;
  /** Times a source (a disk, or who sends live sound) could not give a voice its samples in time. */
  readonly sourceUnderruns: number;
  /** Times the device was opened. */
  readonly opens: number;
  /** Frames that were given to the device. */
  readonly framesOut: number;
}

/** dBFS, of the last report's span; -120 is silence. */
export interface Meters {
  readonly outputPeakDb: number;
  readonly outputRmsDb: number;
  readonly inputPeakDb: number;
  readonly inputRmsDb: number;
  /** The least gain the limiter applied, 0 or less. */
  readonly limiterDb: number;
  /** What the automatic volume adds now, 0 or more. */
  readonly automaticDb: number;
}

export type { RtpSource, RtpSourceStatus } from './multicast/rtp-source.ts';
export type { RtpTarget } from './multicast/rtp-target.ts';
export type { SnapcastServer, SnapcastStatus } from './snapcast/snapcast-server.ts';
export type { CallCounts, CallFlow, CallKeys, CallNews, CallOrder, CallWay } from './calls/call-contract.ts';
export type { DtlsFlow, Fingerprint } from './dtls/dtls-contract.ts';
export type { IceCandidate, IceLogin, NatFound, NatWish, TurnLogin } from './ice/ice-contract.ts';
