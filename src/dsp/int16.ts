/** Samples of -1..1 as signed 16-bit numbers: rounded, and clipped at full scale. */
export function toInt16(samples: Float32Array): Int16Array {
  const rounded = new Int16Array(samples.length);
  for (let i = 0; i < samples.length; i++) {
    rounded[i] = Math.max(-32_768, Math.min(32_767, Math.round(samples[i]! * 32_768)));
  }
  return rounded;
}

/** Signed 16-bit samples as -1..1. */
export function fromInt16(samples: Int16Array): Float32Array {
  const scaled = new Float32Array(samples.length);
  for (let i = 0; i < samples.length; i++) scaled[i] = samples[i]! / 32_768;
  return scaled;
}
