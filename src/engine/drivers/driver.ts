import type { DeviceConfig } from '../contract.ts';
import type { DeviceRings } from '../control.ts';

/** What the driver is to open. A side whose name is `none` stays closed; `default` is the host's default device. */
export interface StreamRequest {
  readonly output: string;
  readonly input: string;
  /** Frames per callback. */
  readonly callbackFrames: number;
  /** What is asked of the device's own buffer, s. */
  readonly latencyS: number;
  readonly rings: DeviceRings;
  /** Whether both sides have a clock each; drivers that cannot tell take one for both. */
  readonly separate?: DeviceConfig['separate'];
}

/**
 * How the mixer worker, another thread, waits for the stream: natively by the number of the stream in the add-on, or by
 * looking at CONTROL.OUT_READ with Atomics.wait.
 */
export type Waiter = { readonly by: 'native'; readonly stream: number } | { readonly by: 'polling' };

/** One open stream; the driver moves samples between the rings and the device until it is closed or the device goes. */
export interface DeviceStream {
  readonly output: string;
  readonly input: string;
  /** Why there is no input although one was asked for. */
  readonly deaf?: string | undefined;
  /** What the input writes to, where it has a clock of its own. */
  readonly microphone?: DeviceRings | undefined;
  /** ms between a callback and the DAC, as the device reports it. */
  readonly outputLatencyMs: number;
  readonly waiter: Waiter;
  /** Whether the driver's own thread runs at real-time priority. */
  readonly realtime: boolean;
  /** Why the stream no longer moves samples; undefined while it does. Cheap: asked several times a second. */
  lost(): string | undefined;
  /**
   * Never hangs. Returns false where the stream could not be closed and was left behind with its thread and its memory:
   * the process is then better restarted.
   */
  close(): boolean;
}

/** A way to reach a sound card. The same contract tests run against each. */
export interface AudioDriver {
  readonly name: 'portaudio' | 'naudiodon' | 'file';
  /** The library behind it and its version. */
  readonly version: string;
  /**
   * Names of the devices that can play and that can record: looked up anew, but while a stream is open those that were
   * there when it was opened.
   */
  devices(): { readonly outputs: readonly string[]; readonly inputs: readonly string[] };
  /**
   * Opens the device whose name is, or begins with, the one asked for: one duplex stream where both sides are asked.
   * Without the input, where that is missing.
   * @throws Fault `unavailable` that says which device is missing or what the library said
   */
  open(request: StreamRequest): DeviceStream;
}
