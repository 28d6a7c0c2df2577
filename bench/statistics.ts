/** Median, 95th percentile and maximum of a list, in its own unit. */
export function spread(values: readonly number[]) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? NaN;
  return { p50: at(0.5), p95: at(0.95), max: at(1), count: sorted.length };
}

/** `p50 1.2  p95 3.4  max 5.6 ms`. */
export function inMs(values: readonly number[]): string {
  const { p50, p95, max } = spread(values);
  return `p50 ${p50.toFixed(1)}  p95 ${p95.toFixed(1)}  max ${max.toFixed(1)} ms`;
}
