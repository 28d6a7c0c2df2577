import { createHash } from 'node:crypto';
import { type PasswordHashes, sameSecret } from '../../core/secrets.ts';
import type { Account, Accounts } from './accounts.ts';
import type { DigestCredentials } from './digest-header.ts';

interface Asked {
  readonly method: string;
  /** The request's target as it stood on the wire. */
  readonly target: string;
}

/**
 * The account whose password made this response for this request (RFC 7616, 3.4.1); says nothing about the nonce.
 * The hash is over the header's own `uri`, which some clients write without the query or with the host.
 */
export function checkDigest(accounts: Accounts, given: DigestCredentials, asked: Asked): Account | undefined {
  const account = accounts.find(given.name);
  const ha1 = account?.ha1[given.algorithm] ?? 'no such account';
  const same = sameSecret(responseTo(given, asked.method, ha1), given.response);
  return same && given.realm === accounts.realm && isSameTarget(given.uri, asked.target) ? account : undefined;
}

function responseTo({ algorithm, nonce, uri, protection }: DigestCredentials, method: string, ha1: string): string {
  const ha2 = hash(algorithm, `${method}:${uri}`);
  const middle = protection === undefined ? nonce : `${nonce}:${protection.count}:${protection.cnonce}:auth`;
  return hash(algorithm, `${ha1}:${middle}:${ha2}`);
}

function isSameTarget(uri: string, target: string): boolean {
  const claimed = withoutHost(uri);
  const real = withoutHost(target);
  return claimed === real || claimed === real.split('?', 1)[0];
}

/** `http://host/path?query` (RFC 9112, 3.2.2) as `/path?query`. */
function withoutHost(target: string): string {
  const path = target.replace(/^[a-z]+:\/\/[^/?]*/i, '');
  return path.startsWith('/') ? path : `/${path}`;
}

const ALGORITHMS: Record<keyof PasswordHashes, string> = { MD5: 'md5', 'SHA-256': 'sha256' };

const hash = (algorithm: keyof PasswordHashes, text: string) =>
  createHash(ALGORITHMS[algorithm]).update(text).digest('hex');
