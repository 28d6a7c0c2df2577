/** Stops a timer, a subscription or anything else that was started. */
export type Off = () => unknown;

/** The only way to learn or wait for the time. Tests replace it, so a night passes in a millisecond. */
export interface Clock {
  /** The wall clock; it may jump when the time is set. */
  now(): Date;
  /** Milliseconds that only ever grow, for measuring spans. */
  monotonic(): number;
  /** Runs once after `ms` milliseconds. */
  after(ms: number, run: () => void): Off;
  /** Runs every `ms` milliseconds. */
  every(ms: number, run: () => void): Off;
}

export const systemClock: Clock = {
  now: () => new Date(),
  monotonic: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  every(ms, run) {
    const timer = setInterval(run, ms);
    return () => clearInterval(timer);
  },
};

/** A point in time, from ISO 8601 or ms since 1970. */
export const instant = (time: string | number): Date => new Date(time);

/** The midnight with which a day begins here; `month` counts from 0, days beyond a month's end are of the next. */
export const localDay = (year: number, month: number, day: number): Date => new Date(year, month, day);

/** Resolves after `ms` milliseconds. */
export const pause = (clock: Clock, ms: number) => new Promise<void>(resolve => clock.after(ms, resolve));
