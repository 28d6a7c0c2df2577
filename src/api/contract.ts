/** What the page and the speaker say to each other: JSON over /api and the WebSocket /api/live. Types only. */
import type { Role } from '../core/role.ts';
import type { EngineStatus, SourceClass } from '../engine/contract.ts';

export type { SourceClass } from '../engine/contract.ts';

/** GET /api/session; also the answer of POST /api/setup, /api/login and /api/logout. */
export interface Session {
  /** `setup`: no account exists yet. `login`: nobody is logged in. `open`: `user` is logged in. */
  readonly state: 'setup' | 'login' | 'open';
  readonly user?: string;
  readonly role?: Role;
  /** Must come back in the header `X-CSRF-Token` of every request that changes something. */
  readonly csrf?: string;
  readonly product: string;
  readonly hostName: string;
}

/** POST /api/setup: the first administrator, `root`. */
export interface Setup {
  readonly password: string;
}

/** POST /api/login */
export interface Login {
  readonly user: string;
  readonly password: string;
}

/** The body of every answer with a status of 400 or more. */
export interface Problem {
  /** A sentence for the person at the page. */
  readonly message: string;
  /** The form field it is about. */
  readonly field?: string;
}

/** GET /api/status (viewer) */
export interface DeviceInfo {
  readonly model: string;
  readonly version: string;
  readonly serialNumber: string;
  readonly hostName: string;
  readonly addresses: readonly string[];
  /** The computer, and the board's name in board/. */
  readonly board: string;
  readonly boardName: string;
  /** Why the board may not work. */
  readonly boardProblem?: string;
  /** How button, status LED and microphone switch are driven. */
  readonly panelDriver: string;
  /** Whether there is a microphone switch; the event `system.microphone-switch` tells where it stands. */
  readonly microphoneSwitch: boolean;
  /** Whether the board is made of software, so that /api/board answers. */
  readonly virtual: boolean;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly time: string;
  readonly clips: { readonly count: number; readonly bytes: number; readonly quotaBytes: number };
}

/** GET /api/settings (viewer): the settings the caller may read. PATCH /api/settings takes `{path: value}`. */
export interface Setting {
  readonly path: string;
  readonly title: string;
  /** JSON Schema of the value. */
  readonly schema: Readonly<Record<string, unknown>>;
  readonly value: unknown;
  readonly default: unknown;
  readonly writable: boolean;
  readonly hint?: string;
  readonly unit?: string;
}

/** GET /api/accounts (admin). POST takes AccountChange with name and password; PATCH and DELETE /api/accounts/:name. */
export interface Account {
  readonly name: string;
  readonly role: Role;
  /** ISO 8601: when the password was set. */
  readonly passwordSetAt: string;
  /** `root` and the last administrator cannot be removed. */
  readonly removable: boolean;
}

export interface AccountChange {
  readonly name?: string;
  readonly password?: string;
  readonly role?: Role;
}

/**
 * GET /api/clips (viewer). POST /api/clips?name=N (operator, multipart with one file) answers the new Clip with 201;
 * PATCH /api/clips/:id ClipChange; DELETE /api/clips/:id; GET /api/clips/:id/file is the original;
 * POST /api/clips/:id/play PlayClip; POST /api/clips/stop.
 */
export interface Clip {
  /** The number in VAPIX's `MediaClip.M<id>`. */
  readonly id: string;
  readonly name: string;
  /** The file name that `location=` takes; unique. */
  readonly location: string;
  readonly format: string;
  /** Of the original file. */
  readonly bytes: number;
  readonly durationMs: number;
  /** Integrated loudness, LUFS (BS.1770-4); null where the clip is too short or silent. */
  readonly lufs: number | null;
  /** dBTP; null for silence. */
  readonly truePeakDb: number | null;
  /** dB it is played with, so that all clips are equally loud. */
  readonly gainDb: number;
  /** It plays with its own gain instead. */
  readonly ownGain: boolean;
  /** Peak amplitude 0..1 of 200 equal parts. */
  readonly waveform: readonly number[];
  readonly addedAt: string;
}

export interface ClipChange {
  readonly name?: string;
  readonly ownGain?: boolean;
}

export interface PlayClip {
  /** -1 for ever, 0 once, n more times. */
  readonly repeat?: number;
  /** Percent, 0..1000. */
  readonly volume?: number;
}

/** GET /api/equalizer?gains=0,0,3,… (viewer): the curve of an equalizer with these gains, one for each band, dB. */
export interface EqualizerCurve {
  /** Hz, evenly spread over octaves, half an octave beyond the outer bands. */
  readonly frequencies: readonly number[];
  readonly gainsDb: readonly number[];
}

/**
 * GET /api/speech (viewer). POST /api/speech Say (operator) answers Said as soon as it sounds; POST /api/speech/preview
 * `{text, voice}` (viewer) answers SpeechPreview; POST /api/speech/stop (operator).
 */
export interface SpeechInfo {
  /** The program that speaks. */
  readonly program?: string;
  readonly voices: readonly {
    readonly id: string;
    readonly name: string;
    /** BCP 47 */
    readonly language: string;
  }[];
  /** The voice that speaks unless another is asked for. */
  readonly voice: string;
  /** Why there is no speech. */
  readonly problem?: string;
}

export interface Say {
  /** May hold `{{date}}`, `{{time}}`, `{{name}}` and `{{address}}`. */
  readonly text: string;
  readonly voice?: string;
  /** Words per minute, 80..400. */
  readonly rate?: number;
  /** 0..99 */
  readonly pitch?: number;
  /** Percent, 0..1000. */
  readonly volume?: number;
  /** Keep it as an audio clip of this name, too. */
  readonly keepAs?: string;
}

export interface Said {
  /** The clip that it was kept as. */
  readonly clip?: string;
}

export interface SpeechPreview {
  readonly text: string;
}

/** What GET /api/clips adds. */
export interface Clips {
  readonly clips: readonly Clip[];
  /** Formats that an upload may have, for people: "MP3", "WAV" … */
  readonly formats: readonly string[];
  readonly maxUploadBytes: number;
  readonly quotaBytes: number;
  readonly usedBytes: number;
}

/** GET /api/storage (viewer). POST /api/storage/:id/mount and /api/storage/:id/unmount (admin). */
export interface Disk {
  /** `SD_DISK` is the slot, with or without a medium; `INTERNAL` the quota on the speaker's own card. */
  readonly id: string;
  /** `OK` is mounted, `connected` is there but not mounted. */
  readonly status: 'disconnected' | 'connected' | 'OK' | 'failed';
  /** It is being checked. */
  readonly busy: boolean;
  readonly removable: boolean;
  readonly label: string;
  readonly filesystem: string;
  /** Why it failed; else empty. */
  readonly reason: string;
  readonly totalBytes: number;
  readonly freeBytes: number;
  readonly full: boolean;
  readonly readOnly: boolean;
}

/** GET /api/board (viewer) and its changes (operator), where the board is virtual. */
export interface VirtualBoardState {
  /** Which sound card is used; room, plug and recordings are the virtual one's. */
  readonly card: 'virtual' | 'machine';
  readonly led: LedShow;
  readonly buttonPressed: boolean;
  readonly micSwitchOn: boolean;
  readonly room: Room;
  /** Pulled out of its socket. */
  readonly unplugged: boolean;
  readonly xruns: { readonly playback: number; readonly capture: number };
  readonly medium: InsertedMedium;
}

/** What is in the virtual storage slot. */
export type InsertedMedium = 'none' | 'sound' | 'damaged';

/** What the status LED shows: see LED Indicators in the manual. */
export type LedShow = 'unlit' | 'green' | 'amber' | 'red-slow-flash' | 'red-green-fast-flash';

/** The air between the virtual speaker and its microphone. */
export interface Room {
  /** `silent` hears nothing, `direct` just the speaker, others with echoes. */
  readonly preset: 'direct' | 'office' | 'hall' | 'blanket' | 'silent';
  /** Level of the noise in the room, dBFS; -120 is none. */
  readonly noiseDb: number;
}

/**
 * PATCH /api/board. POST /api/board/press `{ms}` presses the button; GET /api/board/recording?seconds=10&side=speaker
 * is a WAV of what last left the speaker (or, side=microphone, reached the microphone).
 */
export interface VirtualBoardChange {
  readonly micSwitchOn?: boolean;
  readonly room?: Room;
  readonly unplugged?: boolean;
  readonly medium?: InsertedMedium;
}

/**
 * GET /api/actions (operator): what the speaker can be asked to do. POST /api/actions/:id takes the arguments.
 * POST /api/restart (admin) restarts the device; POST /api/factory-default `{kind}` (admin) does after it returned to the
 * factory default: `hard` everything, `soft` all but network settings and identity.
 */
export interface ActionInfo {
  readonly id: string;
  readonly title: string;
  /** JSON Schema of the arguments. */
  readonly args: Readonly<Record<string, unknown>>;
}

/** One message of the WebSocket /api/live (viewer), from the speaker. */
export type Live =
  /** First, and after each reconnection: every present state, and what happened lately. */
  | {
      readonly type: 'states';
      readonly states: readonly LiveEvent[];
      /** The last events before, oldest first. */
      readonly recent: readonly LiveEvent[];
    }
  | { readonly type: 'event'; readonly event: LiveEvent }
  /** About four times a second. */
  | { readonly type: 'audio'; readonly audio: AudioHealth }
  /** Where the board is virtual, after each change. */
  | { readonly type: 'board'; readonly board: VirtualBoardState }
  /** About twice a second while somebody sends, and after each change of a state. */
  | { readonly type: 'multicast'; readonly statuses: readonly MulticastStatus[] }
  /** The collection or settings with this name changed: ask again. */
  | {
      readonly type: 'changed';
      readonly what: 'clips' | 'accounts' | 'settings' | 'storage' | 'upgrade' | 'multicast';
    };

/** GET /api/events (viewer) answers the last thousand, oldest first. */
export interface LiveEvent {
  readonly id: string;
  readonly title: string;
  readonly topic: string;
  readonly kind: 'state' | 'pulse';
  readonly data: Readonly<Record<string, unknown>>;
  /** ISO 8601. */
  readonly at: string;
}

/** POST /api/audio/stop (operator): ends one of the sources of AudioHealth; an ended one stays ended. */
export interface StopVoice {
  readonly voice: number;
}

/** Something that sounds, or waits until it may. */
export interface Source {
  readonly voice: number;
  readonly name: string;
  readonly sourceClass: SourceClass;
  /** Amplitude factor that the classes leave it: 0 while it waits or is muted. */
  readonly heard: number;
}

/**
 * WebSocket /api/talk?codec=opus|L16&mode=live|record (operator): the page sends packets, then the text `end`. `talk`: the
 * speaker listens; `heard`: the last word was played.
 */
export type TalkTold = { readonly type: 'talk' | 'heard' } | { readonly type: 'refused'; readonly message: string };

/** The audio process as the supervisor sees it; GET /api/audio (viewer) tells it, too. */
export interface AudioHealth {
  /** `starting`: no report yet; `running`; `restarting`: it died or hung and a new one starts. */
  readonly state: 'starting' | 'running' | 'restarting';
  /** Times it was restarted since the supervisor started. */
  readonly restarts: number;
  readonly engine?: EngineStatus;
  readonly playing: readonly (Source & {
    readonly clip: string;
    readonly atMs: number;
    readonly durationMs: number;
  })[];
  /** Live sound that others send. */
  readonly live: readonly Source[];
}

/**
 * GET /api/upgrade (admin), and the answer of every request below. POST /api/upgrade/bundle (multipart with one file)
 * receives and checks a release, DELETE forgets it; POST /api/upgrade/install InstallUpgrade begins to install it. POST
 * /api/upgrade/commit, /rollback, /purge and /acknowledge (the failed upgrade was seen) take nothing. GET
 * /api/upgrade/log is the log of the upgrade that failed.
 */
export interface Upgrade {
  /** `virtual` on a development machine, where slots are files. */
  readonly kind: 'rauc' | 'virtual';
  /** The version that runs. */
  readonly version: string;
  /** `ready`: a release was received and may be installed. */
  readonly phase: 'idle' | 'receiving' | 'checking' | 'ready' | 'installing' | 'restarting';
  readonly bundle?: Release;
  /** Whether it is older than what runs: only possible together with a factory default. */
  readonly older: boolean;
  readonly progress?: { /** 0..100 */ readonly percent: number; readonly step: string };
  /** Why the last attempt ended without success. */
  readonly problem?: string;
  /** The version one can go back to. */
  readonly previous?: string;
  readonly committed: boolean;
  /** Whether it commits itself as soon as it was found healthy. */
  readonly commits: boolean;
  /** Seconds until it is undone unless it is committed. */
  readonly rollbackInS?: number;
  /** ISO 8601. */
  readonly lastUpgradeAt?: string;
  readonly failure?: UpgradeFailure;
  readonly maxBytes: number;
}

/** What a release says of itself. */
export interface Release {
  readonly version: string;
  readonly product: string;
  readonly notes: string;
  readonly build: string;
  /** The oldest version that may be upgraded to it in one step. */
  readonly minimumFrom?: string;
}

/** An upgrade that did not last. */
export interface UpgradeFailure {
  readonly version: string;
  readonly reason: string;
  /** ISO 8601. */
  readonly at: string;
  readonly acknowledged: boolean;
  /** Whether its log was kept. */
  readonly log: boolean;
}

export interface InstallUpgrade {
  /** `hard` begins with factory defaults; `none` keeps the settings. */
  readonly factoryDefault?: 'none' | 'hard';
  /** Undo it after so many minutes unless somebody commits it; without, what is healthy is committed by itself. */
  readonly rollbackMinutes?: number;
}

/** GET /api/health, over loopback only: how the speaker is, for the gate that keeps a release or gives it up. */
export interface Health {
  readonly ready: boolean;
  readonly version: string;
  /** Callbacks of the sound card so far; null while it is not open. */
  readonly callbacks: number | null;
  readonly requires: { readonly audio: boolean; readonly network: boolean };
}

/**
 * GET /api/multicast (viewer). POST adds a source (admin; `name`, `address` and `port` are needed) and answers with it;
 * PATCH and DELETE /api/multicast/:id change and remove one.
 */
export interface Multicast {
  readonly sources: readonly MulticastSource[];
  readonly statuses: readonly MulticastStatus[];
}

/** RTP that is listened for. */
export interface MulticastSource {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  /** A multicast address, an own one, or 0.0.0.0 for any own one. */
  readonly address: string;
  readonly port: number;
  readonly codec: 'PCMU' | 'PCMA' | 'G722' | 'L16' | 'opus';
  /** 1..13; of those that send, the highest is heard. */
  readonly priority: number;
  /** Sounds as an emergency, before all others. */
  readonly emergency: boolean;
  readonly latency: 'Normal' | 'Low' | 'UltraLow';
  /** Whether it has an SRTP key. */
  readonly encrypted: boolean;
}

/** `srtpKey`: 60 or 92 hexadecimal digits; empty takes it away. */
export type ChangeMulticastSource = Partial<Omit<MulticastSource, 'id' | 'encrypted'>> & { readonly srtpKey?: string };

/** How a source does that is listened for; counted since its present or last stream began. */
export interface MulticastStatus {
  readonly id: string;
  /** `silenced`: another source is more important; `failed`: it cannot be heard, see `reason`. */
  readonly state: 'idle' | 'playing' | 'silenced' | 'failed';
  readonly reason?: string;
  /** Address and port of the sender; empty before the first. */
  readonly from: string;
  /** Packets. */
  readonly received: number;
  readonly lost: number;
  readonly late: number;
  readonly duplicated: number;
  readonly reordered: number;
  readonly dropped: number;
  readonly jitterMs: number;
  /** From a packet's arrival until the mixer takes it. */
  readonly delayMs: number;
  /** Sound that was made up. */
  readonly concealedMs: number;
  /** Datagrams that were not played, since the source is listened for. */
  readonly malformed: number;
  readonly unauthentic: number;
  readonly unexpected: number;
  readonly strangers: number;
  readonly flooded: number;
}
