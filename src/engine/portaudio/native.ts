import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { unavailable } from '../../core/fault.ts';
import type { DeviceRings } from '../control.ts';

/** A device as PortAudio lists it. */
export interface ListedDevice {
  readonly name: string;
  /** Channels it can record and play. */
  readonly inputs: number;
  readonly outputs: number;
  readonly isDefaultInput: boolean;
  readonly isDefaultOutput: boolean;
}

/** What open() wants; a device is a name of devices(), or empty for a side that stays closed. */
export interface NativeRequest {
  readonly output: string;
  readonly input: string;
  readonly callbackFrames: number;
  /** Asked of the device's own buffer, s. */
  readonly latencyS: number;
  /** Kept from being freed while the stream is open. */
  readonly rings: DeviceRings;
}

export interface NativeStream {
  /** Its number, which every thread of the process may use. */
  readonly stream: number;
  readonly outputLatencyMs: number;
  readonly inputLatencyMs: number;
  /** Hz. */
  readonly sampleRate: number;
}

/** The add-on, addon.c. Throws Error with PortAudio's words. */
export interface Native {
  /** PortAudio's name and version. */
  version(): string;
  /** Looks for devices anew, or as it last did while a stream is open. */
  devices(): readonly ListedDevice[];
  /** Opens and starts: one duplex stream where both sides are wanted; stereo out, mono in, 48 kHz, int16. */
  open(request: NativeRequest): NativeStream;
  /** Takes a second at the most; returns false where the stream had to be left behind. */
  close(stream: number): boolean;
  /** Why the stream no longer moves samples. */
  lost(stream: number): string | undefined;
  /** Whether the callback runs at real-time priority; false before the first. */
  isRealtime(stream: number): boolean;
  /** Blocks the calling thread until the callback has run, or somebody wakes it, or `ms` are over: then false. */
  wait(stream: number, ms: number): boolean;
  wake(stream: number): void;
  /** Puts the calling thread under SCHED_FIFO; returns whether that is permitted. */
  setRealtime(priority: number): boolean;
}

/** Beside the bundled program, or seen from this file among the sources. */
const PLACES = ['./native/portaudio.node', '../../../dist/native/portaudio.node'];

/** @throws Fault `unavailable` that says what to install or to build */
export function requireNative(): Native {
  const file = PLACES.map(place => fileURLToPath(new URL(place, import.meta.url))).find(path => existsSync(path));
  if (file === undefined) throw unavailable('the add-on for PortAudio is not built; run make native');
  try {
    return createRequire(import.meta.url)(file) as Native;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw unavailable(`the add-on for PortAudio cannot be loaded (${reason}); install libportaudio2`, error);
  }
}

/** The add-on, or undefined where it cannot be had. Keep what it returns: looking for it costs. */
export function loadNative(): Native | undefined {
  try {
    return requireNative();
  } catch {
    return undefined;
  }
}
