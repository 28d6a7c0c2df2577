import { PASSWORD, type Stentor } from '../stentor.ts';

/** Header lines that prove who asks; in every other way they are as a client writes them. */
export interface Logins {
  readonly none: readonly string[];
  readonly viewer: readonly string[];
  /** Root, by password and by a session of the page. */
  readonly root: readonly (readonly string[])[];
}

const VIEWER = 'onlooker';
const basic = (name: string) => [`Authorization: Basic ${Buffer.from(`${name}:${PASSWORD}`).toString('base64')}`];

/** Makes an account that may little, and opens a session. */
export async function makeLogins(stentor: Stentor): Promise<Logins> {
  const account = JSON.stringify({ name: VIEWER, password: PASSWORD, role: 'viewer' });
  const made = await stentor.fetch('/api/accounts', { method: 'POST', body: account });
  if (made.status !== 201 && made.status !== 409) throw new Error(await made.text());
  const credentials = JSON.stringify({ user: 'root', password: PASSWORD });
  const answer = await fetch(`${stentor.http}/api/login`, { method: 'POST', body: credentials });
  const { csrf } = (await answer.json()) as { csrf: string };
  const [cookie = ''] = answer.headers.getSetCookie();
  const session = [`Cookie: ${cookie.split(';')[0] ?? ''}`, `X-CSRF-Token: ${csrf}`];
  return { none: [], viewer: basic(VIEWER), root: [basic('root'), basic('root'), session] };
}
