/** Which logins the speaker takes; the values of `Network.HTTP.AuthenticationPolicy`. */
export type AuthenticationPolicy = 'digest' | 'basic' | 'basic_digest' | 'recommended';

/** One way to log in. */
export type Scheme = 'Basic' | 'Digest';

/** What is offered and taken over HTTP or HTTPS; Basic comes first only where nobody can read along. */
export function schemesFor(policy: AuthenticationPolicy, secure: boolean): readonly Scheme[] {
  if (policy === 'basic') return ['Basic'];
  if (policy === 'digest') return ['Digest'];
  if (secure) return ['Basic', 'Digest'];
  return policy === 'recommended' ? ['Digest'] : ['Digest', 'Basic'];
}

interface ChallengeFields {
  readonly realm: string;
  readonly nonce: string;
  /** The password was right but the nonce too old or used up. */
  readonly stale: boolean;
  /** Whether to offer `qop="auth"`; the oldest clients do not know it. */
  readonly withQop: boolean;
  /** For RTSP, whose clients take apart what they know by its place and want neither `algorithm` nor `qop`. */
  readonly isBare?: boolean;
}

/**
 * The `WWW-Authenticate` headers (RFC 7616, 3.3; RFC 7617). `stale` is in capitals and unquoted because clients of
 * network speakers search for exactly that. SHA-256 is taken but never offered: of two Digest challenges ffmpeg and VLC
 * look at the last, others at the first, and both sorts know only MD5.
 */
export function challenges(schemes: readonly Scheme[], fields: ChallengeFields): string[] {
  const { realm, nonce, stale, withQop, isBare = false } = fields;
  const algorithm = isBare ? '' : ' algorithm=MD5,';
  const digest = `Digest realm="${realm}", nonce="${nonce}",${algorithm} stale=${stale ? 'TRUE' : 'FALSE'}`;
  return schemes.map(scheme =>
    scheme === 'Basic' ? `Basic realm="${realm}"` : `${digest}${withQop && !isBare ? ', qop="auth"' : ''}`,
  );
}
