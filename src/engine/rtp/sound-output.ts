/** Where a stream's sound goes: the ring of a voice. */
export interface SoundSink {
  /** Frames that the mixer has not taken yet, and that fit now. */
  readonly queued: number;
  readonly space: number;
  write(samples: Float32Array, frames: number): void;
}

/** The voice of a stream. */
export interface SoundOutput {
  /** A stream begins. */
  start(): SoundSink;
  /** It is over. */
  stop(): void;
}
