import type { PasswordHashes } from '../../core/secrets.ts';

/** What an `Authorization: Digest` header says (RFC 7616, 3.4; without `qop` RFC 2069). */
export interface DigestCredentials {
  readonly name: string;
  readonly realm: string;
  readonly nonce: string;
  readonly uri: string;
  readonly response: string;
  readonly algorithm: keyof PasswordHashes;
  /** Undefined in the old form without quality of protection. */
  readonly protection: { readonly cnonce: string; readonly count: string } | undefined;
}

/** One `name=value` or `name="value"`, with the comma that ends it. */
const FIELD = /([A-Za-z*]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*))\s*(?:,|$)\s*/y;

/** Reads the header; undefined where it is not Digest, lacks something, or wants what we never offer. */
export function parseDigest(header: string): DigestCredentials | undefined {
  const fields = fieldsOf(header);
  const algorithm = algorithmOf(fields.get('algorithm') ?? 'MD5');
  const qop = fields.get('qop');
  if (algorithm === undefined || (qop !== undefined && qop.toLowerCase() !== 'auth')) return undefined;
  const needed = ['username', 'realm', 'nonce', 'uri', 'response', ...(qop === undefined ? [] : ['cnonce', 'nc'])];
  if (needed.some(name => !fields.has(name))) return undefined;
  const value = (name: string) => fields.get(name) ?? '';
  return {
    name: value('username'),
    realm: value('realm'),
    nonce: value('nonce'),
    uri: value('uri'),
    response: value('response').toLowerCase(),
    algorithm,
    protection: qop === undefined ? undefined : { cnonce: value('cnonce'), count: value('nc') },
  };
}

/** Fields by lower-case name; the first of two counts. Clients quote what need not be quoted and the other way round. */
function fieldsOf(header: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  const scheme = /^Digest\s+/i.exec(header);
  if (scheme === null) return fields;
  const field = new RegExp(FIELD);
  field.lastIndex = scheme[0].length;
  for (let found = field.exec(header); found !== null; found = field.exec(header)) {
    const [, name = '', quoted, bare = ''] = found;
    const key = name.toLowerCase();
    if (!fields.has(key)) fields.set(key, quoted?.replaceAll(/\\(.)/g, '$1') ?? bare);
  }
  return fields;
}

function algorithmOf(name: string): keyof PasswordHashes | undefined {
  const upper = name.toUpperCase();
  return upper === 'MD5' || upper === 'SHA-256' ? upper : undefined;
}
