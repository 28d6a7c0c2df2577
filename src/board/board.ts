import type { Off } from '../core/clock.ts';

/** What the status LED shows; see LED Indicators in the manual. */
export type LedShow =
  'unlit' | 'green' | 'amber' | 'green-flash' | 'amber-flash' | 'red-flash' | 'red-slow-flash' | 'red-green-fast-flash';

/** The contract every board keeps. Nothing above this folder knows which board it runs on. */
export interface Board {
  readonly identity: BoardIdentity;
  readonly button: Button;
  readonly led: Led;
  readonly micSwitch: Switch;
  readonly panel: PanelState;
  readonly sound: SoundDevices;
  readonly power: PowerSense;
  close(): Promise<void>;
}

export interface BoardIdentity {
  /** The name of its folder in board/. */
  readonly name: string;
  readonly model: string;
  /** The MAC address of its network interface: 12 upper-case hex digits. */
  readonly serialNumber: string;
  readonly architecture: string;
  readonly soc: string;
  /** Why it may not work, for people; undefined where nothing speaks against it. */
  readonly problem?: string;
}

/** How button, LED and switch are reached. */
export interface PanelState {
  /** `evdev-leds`, `onoff`, `rpio`, `virtual`, or `none`. */
  readonly driver: string;
  /** Why it does not work, for people; undefined while it does. */
  readonly fault: string | undefined;
  readonly onFault: (listener: (fault: string) => void) => Off;
}

/** What the board knows of its supply. */
export interface PowerSense {
  /** Whether the voltage was too low lately; undefined where the board cannot tell. */
  undervoltage(): boolean | undefined;
}

export interface Button {
  /** Whether it is down now. */
  readonly pressed: boolean;
  /** Tells when it goes down and, with the time it was held (ms), when it comes up. */
  onPress(listener: () => void): Off;
  /** `heldMs` is undefined where the press was not seen: the button was down at the start, or events were lost. */
  onRelease(listener: (heldMs: number | undefined) => void): Off;
}

export interface Led {
  /** @param phaseMs how long each colour of a flash lasts, where that is not the usual time */
  show(what: LedShow, phaseMs?: number): void;
}

/** The microphone switch: mechanical on hardware, so software can only follow it. */
export interface Switch {
  /** Whether the board has one; where it has none, the microphone is always on. */
  readonly fitted: boolean;
  /** False also where the switch cannot be read: what nobody can see must not listen. */
  readonly on: boolean;
  onChange(listener: (on: boolean) => void): Off;
}

/** The board's own sound card, and what the audio process needs to find it. */
export interface SoundDevices {
  /** PortAudio device names, or `default`. */
  readonly output: string;
  readonly input: string;
  /** Environment of the audio process. */
  readonly environment: Readonly<Record<string, string>>;
}
