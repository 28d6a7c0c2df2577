import type { Clock, Off } from '../core/clock.ts';
import { dbOf } from '../dsp/format.ts';
import type { EngineStatus } from '../engine/contract.ts';

interface LevelWatchDeps {
  readonly onStatus: (listener: (status: Pick<EngineStatus, 'meters'>) => void) => Off;
  /** % of full scale. */
  readonly alarmLevel: () => number;
  readonly clock: Clock;
  readonly tell: (triggered: boolean) => void;
}

/** ms that it stays triggered after the last sound above the level: speech has gaps. */
const STAYS_MS = 1000;

/** Tells when the microphone hears something louder than the alarm level, and when it is quiet again. */
export function watchLevel({ onStatus, alarmLevel, clock, tell }: LevelWatchDeps): Off {
  let triggered = false;
  let loudAt = -Infinity;
  return onStatus(({ meters }) => {
    if (meters.inputPeakDb >= dbOf(alarmLevel() / 100)) loudAt = clock.monotonic();
    const now = clock.monotonic() - loudAt < STAYS_MS;
    if (now === triggered) return;
    triggered = now;
    tell(triggered);
  });
}
