/** Which logins the speaker takes; the values of `Network.HTTP.AuthenticationPolicy`. */
export type AuthenticationPolicy = 'digest' | 'basic' | 'basic_digest' | 'recommended';

/** One way to log in that a challenge offers. */
export type Scheme = 'Basic' | 'MD5' | 'SHA-256';

const DIGEST: readonly Scheme[] = ['MD5', 'SHA-256']; // in this order: old clients take the first and know only MD5

/** What is offered and taken over HTTP or HTTPS; Basic comes first only where nobody can read along. */
export function schemesFor(policy: AuthenticationPolicy, secure: boolean): readonly Scheme[] {
  if (policy === 'basic') return ['Basic'];
  if (policy === 'digest') return DIGEST;
  if (secure) return ['Basic', ...DIGEST];
  return policy === 'recommended' ? DIGEST : [...DIGEST, 'Basic'];
}

interface ChallengeFields {
  readonly realm: string;
  readonly nonce: string;
  /** The password was right but the nonce too old or used up. */
  readonly stale: boolean;
  /** Whether to offer `qop="auth"`; the oldest clients do not know it. */
  readonly withQop: boolean;
}

/**
 * The `WWW-Authenticate` headers (RFC 7616, 3.3; RFC 7617). `stale` is in capitals and unquoted because clients of
 * network speakers search for exactly that; both algorithms share the nonce because some clients merge the headers.
 */
export function challenges(schemes: readonly Scheme[], { realm, nonce, stale, withQop }: ChallengeFields): string[] {
  const qop = withQop ? ', qop="auth"' : '';
  const tail = `stale=${stale ? 'TRUE' : 'FALSE'}${qop}`;
  return schemes.map(scheme =>
    scheme === 'Basic'
      ? `Basic realm="${realm}"`
      : `Digest realm="${realm}", nonce="${nonce}", algorithm=${scheme}, ${tail}`,
  );
}
