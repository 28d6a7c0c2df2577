/** A request as it was put together in the form. */
export interface Request {
  readonly method: string;
  readonly path: string;
  /** JSON; empty where there is none. */
  readonly body: string;
}

/** For a POSIX shell. */
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * The request as a command. curl asks for the password itself: nothing of the page's own login is in it.
 * @param origin of the page; its certificate is mostly the speaker's own, which curl cannot check
 */
export function curlOf({ method, path, body }: Request, origin: string, user: string): string {
  const data = body === '' ? [] : [`-H 'Content-Type: application/json'`, `--data ${quoted(body)}`];
  const how = method === 'GET' ? [] : [`-X ${method}`];
  const trust = origin.startsWith('https:') ? ['--insecure'] : [];
  return ['curl', ...trust, '--digest', `-u ${quoted(user)}`, ...how, ...data, quoted(`${origin}${path}`)].join(' ');
}

/** The path with its named parts and the query filled in. */
export function pathOf(path: string, parts: Readonly<Record<string, string>>, query: string): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parts[name] ?? ''));
  const asked = query.trim().replace(/^\?/, '');
  return asked === '' ? filled : `${filled}?${asked}`;
}
