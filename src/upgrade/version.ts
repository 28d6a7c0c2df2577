/**
 * Tells versions apart as Semantic Versioning 2.0.0 (11) orders them: negative where `one` is older than `other`, zero
 * where they are the same age. Numbers that are missing count as 0; what stands after a `+` counts for nothing.
 */
export function compareVersions(one: string, other: string): number {
  const [a, b] = [partsOf(one), partsOf(other)];
  return compareLists(a.numbers, b.numbers) || compareEarly(a.early, b.early);
}

interface Parts {
  readonly numbers: readonly string[];
  /** What is before the release itself: `rc`, `1` in `2.0.0-rc.1`. */
  readonly early: readonly string[];
}

function partsOf(version: string): Parts {
  const [core = '', ...early] = version.split('+')[0]?.split('-') ?? [];
  return { numbers: core.split('.'), early: early.length === 0 ? [] : early.join('-').split('.') };
}

/** A release comes after all that was before it. */
function compareEarly(one: readonly string[], other: readonly string[]): number {
  if (one.length === 0 || other.length === 0) return other.length - one.length;
  return compareLists(one, other);
}

function compareLists(one: readonly string[], other: readonly string[]): number {
  for (let i = 0; i < Math.max(one.length, other.length); i++) {
    const order = compareParts(one[i] ?? '0', other[i] ?? '0');
    if (order !== 0) return order;
  }
  return 0;
}

function compareParts(one: string, other: string): number {
  const [a, b] = [Number(one), Number(other)];
  if (!Number.isNaN(a) && !Number.isNaN(b)) return a - b;
  if (Number.isNaN(a) !== Number.isNaN(b)) return Number.isNaN(a) ? 1 : -1;
  return one < other ? -1 : Number(one > other);
}
