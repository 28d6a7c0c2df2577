import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { unavailable } from '../../core/fault.ts';
import type { Canceller } from '../contract.ts';

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

const FILES: Readonly<Record<Canceller, string>> = { speexdsp: 'capture.node', aec3: 'aec3.node' };

/** Beside the bundled program, or seen from this file among the sources. */
const PLACES = ['./native/', '../../../dist/native/'];

const fileOf = (canceller: Canceller) =>
  PLACES.map(place => fileURLToPath(new URL(`${place}${FILES[canceller]}`, import.meta.url))).find(path =>
    existsSync(path),
  );

/** Whether it was built. */
export const hasCanceller = (canceller: Canceller) => fileOf(canceller) !== undefined;

/** @throws Fault `unavailable` that says what to install or to build */
export function requireCapture(canceller: Canceller = 'speexdsp'): CaptureNative {
  const file = fileOf(canceller);
  if (file === undefined) throw unavailable('the add-on for echo cancellation is not built; run make native');
  try {
    return createRequire(import.meta.url)(file) as CaptureNative;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const missing = canceller === 'aec3' ? 'libwebrtc-audio-processing-1-3' : 'libspeexdsp1';
    throw unavailable(`the add-on for echo cancellation cannot be loaded (${reason}); install ${missing}`, error);
  }
}
