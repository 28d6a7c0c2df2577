/** The one audio format inside: mono, float32, 48 kHz, mixed in blocks of at most 10 ms. The edges convert. */
export const SAMPLE_RATE = 48_000;
export const BLOCK_FRAMES = 480;

/** Frames in `ms` milliseconds. */
export const framesOf = (ms: number) => Math.round((ms * SAMPLE_RATE) / 1000);

/** Milliseconds that `frames` frames last. */
export const msOf = (frames: number) => (frames * 1000) / SAMPLE_RATE;

/** The factor of a gain in dB. */
export const factorOf = (db: number) => 10 ** (db / 20);

/** The level in dB of a factor (dBFS of an amplitude); -120 at the least. */
export const dbOf = (factor: number) => Math.max(-120, 20 * Math.log10(Math.max(factor, 1e-6)));
