import { createHash } from 'node:crypto';

interface DigestOptions {
  readonly name?: string;
  readonly password?: string;
  readonly method?: string;
  /** What the header says the address is. */
  readonly uri: string;
  /** The count; null writes the old form without qop. */
  readonly nc?: string | null;
  readonly algorithm?: 'MD5' | 'SHA-256';
}

const DEFAULTS = { name: 'vera', method: 'GET', nc: '00000001', algorithm: 'MD5' } as const;

/** The `Authorization` header that answers a challenge (RFC 7616; RFC 2069 without a count). */
export function digestAnswer(challenge: string, options: DigestOptions): string {
  const { name, method, uri, nc, algorithm, password } = { ...DEFAULTS, password: undefined, ...options };
  const hash = (text: string) => createHash(algorithm.replace('-', '')).update(text).digest('hex');
  const field = (key: string) => new RegExp(`${key}="([^"]*)"`).exec(challenge)?.[1] ?? '';
  const [realm, nonce] = [field('realm'), field('nonce')];
  const ha1 = hash(`${name}:${realm}:${password ?? `pass of ${name}`}`);
  const [middle, qop] = nc === null ? ['', ''] : [`:${nc}:0a4f113b:auth`, `, qop=auth, nc=${nc}, cnonce="0a4f113b"`];
  const response = hash(`${ha1}:${nonce}${middle}:${hash(`${method}:${uri}`)}`);
  const rest = `algorithm=${algorithm}, response="${response}"${qop}`;
  return `Digest username="${name}", realm="${realm}", nonce="${nonce}", uri="${uri}", ${rest}`;
}
