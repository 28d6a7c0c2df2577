/** s: 23:59:59. */
const LONGEST = 86_399;

const two = (part: number) => String(part).padStart(2, '0');

/** Seconds as hh:mm:ss. */
export const waitText = (seconds: number): string =>
  `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;

/** Seconds of a text: `hh:mm:ss`, `mm:ss` or seconds alone; undefined where it is none, or more than 23:59:59. */
export function waitSeconds(text: string): number | undefined {
  const parts = text.trim().split(':');
  if (parts.length > 3 || !parts.every(part => /^\d{1,5}$/.test(part))) return undefined;
  const [first = 0, ...rest] = parts.map(Number);
  if (rest.some(part => part > 59)) return undefined;
  const seconds = rest.reduce((sum, part) => sum * 60 + part, first);
  return seconds > LONGEST ? undefined : seconds;
}
