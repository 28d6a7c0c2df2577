/**
 * The control words between a sound card's callback and the mixer: an Int32Array over shared memory. The order is that of
 * `enum control` in portaudio/stream.h. Positions are frame counts that wrap at 2^32; ring capacities are powers of two.
 */
export const CONTROL = {
  /** Written by the mixer: frames put into the output ring. */
  OUT_WRITE: 0,
  /** Written by the callback: frames taken out of it. */
  OUT_READ: 1,
  /** Written by the callback: frames put into the input ring. */
  IN_WRITE: 2,
  /** Written by the mixer: frames taken out of it. */
  IN_READ: 3,
  /** 1 while nothing sounds: the callback then plays silence from an empty ring and counts no underrun. */
  IDLE: 4,
  CALLBACKS: 5,
  RING_UNDERRUNS: 6,
  RING_UNDERRUN_FRAMES: 7,
  RING_OVERRUNS: 8,
  RING_OVERRUN_FRAMES: 9,
  DEVICE_UNDERRUNS: 10,
  DEVICE_OVERRUNS: 11,
  /** 1 when the stream has ended by itself: the device is gone. */
  FINISHED: 12,
  /** Longest span between two callbacks, µs. */
  CALLBACK_MAX_US: 13,
  /** Frames of the last callback. */
  CALLBACK_FRAMES: 14,
  /** From the last callback to the DAC, µs; from the ADC to the callback, µs. */
  DAC_US: 15,
  ADC_US: 16,
  /** Frames given to the device, silence included. */
  FRAMES_OUT: 17,
  /** When the last callback began, µs of CLOCK_MONOTONIC; wraps at 2^32. */
  CALLBACK_US: 18,
} as const;

export const CONTROL_WORDS = 32;

/** CLOCK_MONOTONIC as CALLBACK_US has it. */
export const monotonicUs = () => Number(BigInt.asIntN(32, process.hrtime.bigint() / 1000n));

/** The device side is stereo out (both alike) and mono in. */
export const OUTPUT_CHANNELS = 2;
export const INPUT_CHANNELS = 1;

/** What a driver and the mixer share. Interleaved int16. */
export interface DeviceRings {
  readonly control: Int32Array<SharedArrayBuffer>;
  readonly output: Int16Array<SharedArrayBuffer>;
  readonly input: Int16Array<SharedArrayBuffer>;
}

/** @param frames capacity of each ring, a power of two */
export function createDeviceRings(frames: number): DeviceRings {
  return {
    control: new Int32Array(new SharedArrayBuffer(CONTROL_WORDS * 4)),
    output: new Int16Array(new SharedArrayBuffer(frames * OUTPUT_CHANNELS * 2)),
    input: new Int16Array(new SharedArrayBuffer(frames * INPUT_CHANNELS * 2)),
  };
}
