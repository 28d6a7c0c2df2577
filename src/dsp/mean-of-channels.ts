/** The first `frames` samples of all channels as one: their mean, so that none of them clips. A new array. */
export function meanOfChannels(channels: readonly Float32Array[], frames: number): Float32Array {
  const [first, ...others] = channels;
  if (first === undefined) return new Float32Array(frames);
  const mono = first.slice(0, frames);
  for (const channel of others) {
    for (let i = 0; i < frames; i++) mono[i]! += channel[i] ?? 0;
  }
  return others.length === 0 ? mono : mono.map(sum => sum / channels.length);
}
