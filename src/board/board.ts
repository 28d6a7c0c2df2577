import type { Off } from '../core/clock.ts';

/** What the status LED shows; see LED Indicators in the manual. */
export type LedShow = 'unlit' | 'green' | 'amber' | 'red-slow-flash' | 'red-green-fast-flash';

/** The contract every board keeps. Nothing above this folder knows which board it runs on. */
export interface Board {
  readonly identity: BoardIdentity;
  readonly button: Button;
  readonly led: Led;
  readonly micSwitch: Switch;
  readonly sound: SoundDevices;
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
}

export interface Button {
  /** Tells when it goes down and, with the time it was held (ms), when it comes up. */
  onPress(listener: () => void): Off;
  onRelease(listener: (heldMs: number) => void): Off;
}

export interface Led {
  show(what: LedShow): void;
}

/** The microphone switch: mechanical on hardware, so software can only follow it. */
export interface Switch {
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
