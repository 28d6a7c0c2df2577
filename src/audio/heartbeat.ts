/** Without a heartbeat for this long the audio process hangs, and is killed. */
const PATIENCE_MS = 1500;
/** Until a new process reports, or one that opens a sound card: PortAudio asks every device there is. */
const BUSY_PATIENCE_MS = 10_000;
/** A machine that is too slow for that would do nothing but start processes: each gets twice the time of the one before. */
const MAX_BUSY_PATIENCE_MS = 160_000;

/** Whether the audio process still lives, by what it lets hear. */
export class Heartbeat {
  readonly #now: () => number;
  #heardAt = 0;
  /** It is known to do something that takes long. */
  #busy = true;
  #busyPatienceMs = BUSY_PATIENCE_MS;

  /** @param now ms on the monotonic clock */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** A process was started. */
  begin(): void {
    this.#heardAt = this.#now();
    this.#busy = true;
  }

  heard(): void {
    this.#heardAt = this.#now();
  }

  /** It says that it will be silent for a while. */
  becameBusy(): void {
    this.#busy = true;
  }

  /** It reported, as it does when nothing keeps it. */
  reported(): void {
    this.#busy = false;
    this.#busyPatienceMs = BUSY_PATIENCE_MS;
  }

  /** Told once of each silence that lasts too long. @returns how long it was waited for, ms; undefined while there is hope */
  hopeless(): number | undefined {
    const patienceMs = this.#busy ? this.#busyPatienceMs : PATIENCE_MS;
    if (this.#now() - this.#heardAt < patienceMs) return undefined;
    if (this.#busy) this.#busyPatienceMs = Math.min(2 * this.#busyPatienceMs, MAX_BUSY_PATIENCE_MS);
    this.heard(); // once is enough; its end may take a while
    return patienceMs;
  }
}
