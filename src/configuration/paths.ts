import { scrub } from '../core/scrub.ts';

/** Where something stands: names of properties and, in lists, of elements. */
export type Path = readonly string[];

/** By whatever domain they are kept. */
const SECRET_NAMES = new Set(['password', 'turnPassword', 'clientKey', 'srtpKey']);

/** Whether what stands there is a secret: by its name, or because it looks like one, as a password in an address does. */
export const isAlwaysSecret = (path: Path, value: unknown): boolean =>
  SECRET_NAMES.has(path.at(-1) ?? '') || (typeof value === 'string' && scrub(value) !== value);

/**
 * What the elements of a list are called: by their `name` or `location`, else by their number; of two with one name the second has
 * its number behind it.
 */
function keysOf(list: readonly unknown[]): string[] {
  const taken = new Set<string>();
  return list.map((element, index) => {
    const { name, location } = (element ?? {}) as { readonly name?: unknown; readonly location?: unknown };
    const own = [location, name].find(each => typeof each === 'string' && each !== '') as string | undefined;
    const key = own === undefined || taken.has(own) ? `${own ?? ''}#${index + 1}` : own;
    taken.add(key);
    return key;
  });
}

/** Properties of an object and elements of a list, each by its key; undefined where it is neither. */
export function entriesOf(value: unknown): (readonly [string, unknown])[] | undefined {
  if (Array.isArray(value)) {
    const keys = keysOf(value);
    return value.map((element: unknown, index) => [keys[index] ?? '', element] as const);
  }
  return typeof value === 'object' && value !== null ? Object.entries(value) : undefined;
}

/** A path as one text (RFC 6901, 3). */
export const pointerOf = (path: Path): string =>
  path.map(step => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** Secrets by their pointers. */
export type Secrets = Readonly<Record<string, unknown>>;

/** A content without its secrets, and these. Empty ones are none. */
export function parted(
  content: unknown,
  isSecret: (path: Path, value: unknown) => boolean,
): { readonly open: unknown; readonly secrets: Secrets } {
  const secrets: Record<string, unknown> = {};
  const walk = (value: unknown, path: Path): unknown => {
    const entries = entriesOf(value);
    if (entries === undefined) return value;
    const kept = entries.flatMap(([key, part]) => {
      const at = [...path, key];
      if (entriesOf(part) !== undefined || !isSecret(at, part)) return [[key, walk(part, at)] as const];
      if (part !== '') secrets[pointerOf(at)] = part;
      return [];
    });
    return Array.isArray(value) ? kept.map(([, part]) => part) : Object.fromEntries(kept);
  };
  return { open: walk(content, []), secrets };
}

/** A content with secrets in their places, where it leaves these out and what they belong to is there. */
export function joined(content: unknown, secrets: Secrets, path: Path = []): unknown {
  const entries = entriesOf(content);
  if (entries === undefined) return content;
  const filled = entries.map(([key, part]) => [key, joined(part, secrets, [...path, key])] as const);
  if (Array.isArray(content)) return filled.map(([, part]) => part);
  const here = `${pointerOf(path)}/`;
  const added = Object.entries(secrets)
    .filter(([pointer]) => pointer.startsWith(here) && !pointer.slice(here.length).includes('/'))
    .map(([pointer, value]) => [unescaped(pointer.slice(here.length)), value] as const)
    .filter(([key]) => !Object.hasOwn(content as object, key));
  return Object.fromEntries([...filled, ...added]);
}

const unescaped = (step: string) => step.replaceAll('~1', '/').replaceAll('~0', '~');
