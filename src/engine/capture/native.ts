import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { unavailable } from '../../core/fault.ts';

/** An echo canceller and what follows it; freed when it is closed or forgotten. */
export type NativeCapture = object;

/** The add-on, native/addon.c. Throws Error where it is called in another way than this. */
export interface CaptureNative {
  open(options: { readonly workRate: 16_000 | 48_000; readonly tailMs: number }): NativeCapture;
  /** 0 switches a part off. Returns whether this build of speexdsp has all parts. */
  set(
    capture: NativeCapture,
    switches: { readonly echo: 0 | 1; readonly noiseDb: number; readonly gainDb: number },
  ): boolean;
  /** Works on the first 480 samples of `microphone`, in place. */
  process(capture: NativeCapture, microphone: Float32Array, reference: Float32Array): void;
  close(capture: NativeCapture): void;
}

/** Beside the bundled program, or seen from this file among the sources. */
const PLACES = ['./native/capture.node', '../../../dist/native/capture.node'];

/** @throws Fault `unavailable` that says what to install or to build */
export function requireCapture(): CaptureNative {
  const file = PLACES.map(place => fileURLToPath(new URL(place, import.meta.url))).find(path => existsSync(path));
  if (file === undefined) throw unavailable('the add-on for echo cancellation is not built; run make native');
  try {
    return createRequire(import.meta.url)(file) as CaptureNative;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw unavailable(`the add-on for echo cancellation cannot be loaded (${reason}); install libspeexdsp1`, error);
  }
}
