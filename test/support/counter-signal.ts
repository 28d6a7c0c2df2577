/** A signal whose every sample tells its own number, so that nothing can be lost, repeated or changed unnoticed. */
const PERIOD = 40_000;
const FIRST = -20_000;
/** More than this tells nothing new. */
const MOST = 20;

/** The sample with number `n`; the first is -20000. */
export const counterAt = (n: number) => (n % PERIOD) + FIRST;

/** The first `frames` samples, each on as many channels. */
export const counterSignal = (frames: number, channels = 1): Int16Array<ArrayBuffer> =>
  Int16Array.from({ length: frames * channels }, (_, index) => counterAt(Math.floor(index / channels)));

/** A sample that is not the next one. */
export interface Break {
  /** Index in the recording. */
  readonly at: number;
  readonly expected: number;
  readonly found: number | undefined;
}

/** What became of a counter signal. */
export interface CounterReading {
  /** Where it begins: the first sample that is not silence. */
  readonly start: number | undefined;
  /** Where it does not go on as it should; the first 20. */
  readonly breaks: readonly Break[];
}

/** Looks for a signal of `frames` samples in a recording that is silent before it. */
export function readCounter(recording: ArrayLike<number>, frames: number): CounterReading {
  let start = 0;
  while (start < recording.length && recording[start] === 0) start++;
  if (start === recording.length) return { start: undefined, breaks: [{ at: 0, expected: FIRST, found: undefined }] };
  const breaks: Break[] = [];
  for (let n = 0; n < frames && breaks.length < MOST; n++) {
    const found = recording[start + n];
    if (found !== counterAt(n)) breaks.push({ at: start + n, expected: counterAt(n), found });
  }
  return { start, breaks };
}
