import { parseForm } from './form.ts';

/** Where a request goes. */
export interface Target {
  /** As it stands on the wire, but for the host of an absolute one and slashes said twice. */
  readonly path: string;
  readonly query: URLSearchParams;
}

/** Reads the target of a request line (RFC 9112, 3.2). Scripts put two slashes after the host; a fragment may slip in. */
export function parseTarget(target: string): Target {
  const local = target.replace(/^https?:\/\/[^/?#]*/i, '').replace(/#.*$/s, '');
  const mark = local.indexOf('?');
  const path = mark < 0 ? local : local.slice(0, mark);
  return {
    path: path === '' ? '/' : path.replaceAll(/\/{2,}/g, '/'),
    query: parseForm(mark < 0 ? '' : local.slice(mark + 1)),
  };
}
