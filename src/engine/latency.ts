import { framesOf } from '../dsp/format.ts';
import type { LatencyProfile } from './contract.ts';

/** How a latency profile cuts time. */
export interface Timing {
  /** Frames per callback. */
  readonly callbackFrames: number;
  /** What is asked of the device's own buffer, s. */
  readonly latencyS: number;
  /** Frames mixed ahead of the callback while something sounds. */
  readonly ringFrames: number;
}

/** Larger buffers forgive a busy machine; the figures were measured in docs/audio.md. */
export const TIMINGS: Readonly<Record<LatencyProfile, Timing>> = {
  Normal: { callbackFrames: 480, latencyS: 0.03, ringFrames: framesOf(30) },
  Low: { callbackFrames: 240, latencyS: 0.01, ringFrames: framesOf(10) },
  UltraLow: { callbackFrames: 32, latencyS: 0.0007, ringFrames: framesOf(5) },
};
