/** What the page and the speaker say to each other: JSON over /api and the WebSocket /api/live. Types only. */
import type { Role } from '../core/role.ts';
import type { AudioHealth } from './contract-audio.ts';
import type { VirtualBoardState } from './contract-board.ts';
import type { MulticastStatus } from './contract-multicast.ts';

export type { SourceClass } from '../engine/contract.ts';
export type * from './contract-audio.ts';
export type * from './contract-board.ts';
export type * from './contract-diagnostics.ts';
export type * from './contract-discovery.ts';
export type * from './contract-dot1x.ts';
export type * from './contract-events.ts';
export type * from './contract-firewall.ts';
export type * from './contract-mqtt.ts';
export type * from './contract-multicast.ts';
export type * from './contract-certificates.ts';
export type * from './contract-configuration.ts';
export type * from './contract-network.ts';
export type * from './contract-recipients.ts';
export type * from './contract-recordings.ts';
export type * from './contract-sip.ts';
export type * from './contract-speaker-test.ts';
export type * from './contract-ssh.ts';
export type * from './contract-syslog.ts';
export type * from './contract-time.ts';
export type * from './contract-tokens.ts';
export type * from './contract-upgrade.ts';

/** GET /api/session; also the answer of POST /api/setup, /api/login and /api/logout. */
export interface Session {
  /** `setup`: no account exists yet. `login`: nobody is logged in. `open`: `user` is logged in. */
  readonly state: 'setup' | 'login' | 'open';
  readonly user?: string;
  readonly role?: Role;
  /** Nobody is logged in, and everybody may look: `open` for a viewer without a name. */
  readonly anonymous?: true;
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
  /** Of the processor, °C; left out where there is no sensor. */
  readonly temperature?: number;
  /** Of what all cores can do, in the last minute; above 1 where programs wait for them. */
  readonly processor: number;
  readonly memory: { readonly usedBytes: number; readonly totalBytes: number };
  /** Whether the power supply is too weak; left out where the board cannot tell. */
  readonly undervoltage?: boolean;
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
  | { readonly type: 'changed'; readonly what: Changing };

/** What the page is told to ask for again. */
export type Changing =
  | 'clips'
  | 'accounts'
  | 'settings'
  | 'storage'
  | 'recordings'
  | 'upgrade'
  | 'multicast'
  | 'network'
  | 'recipients'
  | 'mqtt'
  | 'rules'
  | 'schedules'
  | 'sip'
  | 'certificates'
  | 'firewall'
  | 'dot1x'
  | 'speakerTest'
  | 'time'
  | 'remoteSyslog'
  | 'ssh'
  | 'virtualInputs';

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

/** GET /api/routes (viewer): every address that answers. */
export interface ListedRoute {
  /** With named parts: `/api/clips/:id`. */
  readonly path: string;
  /** Empty: any. */
  readonly methods: readonly string[];
  /** The least role. */
  readonly access: 'anonymous' | 'viewer' | 'operator' | 'admin';
  /** Answers while no account exists. */
  readonly beforeSetup: boolean;
  /** Takes bodies of any length. */
  readonly streams: boolean;
  /** May be called from other web pages. */
  readonly crossSite: boolean;
}
