import type { Clock } from '../core/clock.ts';
import { exitCode } from '../core/process.ts';

const TIMEOUT_MS = 5000;

/** Whether ffmpeg is installed, now. */
export const hasFfmpeg = (clock: Clock): Promise<boolean> =>
  exitCode('ffmpeg', ['-version'], { clock, timeoutMs: TIMEOUT_MS }).then(
    code => code === 0,
    () => false,
  );
