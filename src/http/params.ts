import { boolean, choice, integer } from '../core/schema.ts';
import { defineParam, type ParamDef } from '../settings/index.ts';

/**
 * How programs prove who they are (RFC 7616 Digest, RFC 7617 Basic). `recommended` is Digest over HTTP and Basic over
 * HTTPS, where TLS hides the password.
 */
export const authenticationPolicy = defineParam({
  path: 'Network.HTTP.AuthenticationPolicy',
  title: 'Authentication policy',
  schema: choice(['basic', 'digest', 'basic_digest', 'recommended']),
  value: 'recommended',
  read: 'viewer',
  write: 'admin',
  hint: 'choice',
});

/** Whether the Digest challenge offers `qop="auth"` (RFC 7616, 3.3). */
export const authenticationWithQop = defineParam({
  path: 'Network.HTTP.AuthenticationWithQop',
  title: 'Authentication with qop',
  schema: boolean(),
  value: true,
  read: 'viewer',
  write: 'admin',
  hint: 'switch',
});

const port = (path: string, title: string, value: number) =>
  defineParam({
    path,
    title,
    schema: integer({ minimum: 0, maximum: 65_535 }),
    value,
    read: 'viewer',
    write: 'admin',
  });

/** The port that HTTP is served on; VAPIX still names it after a server of old. */
export const httpPort = port('System.BoaPort', 'HTTP port', 80);
/** The port that HTTPS is served on, under the two names that clients ask for. */
export const httpsPort = port('System.HTTPSPort', 'HTTPS port', 443);
export const httpsPortOld = port('HTTPS.Port', 'Port', 443);

/** Whether HTTPS is served. */
const httpsEnabled = defineParam({
  path: 'HTTPS.Enabled',
  title: 'Enabled',
  schema: boolean(),
  value: true,
  read: 'viewer',
  write: 'never',
});

export const HTTP_PARAMS: readonly ParamDef[] = [
  authenticationPolicy,
  authenticationWithQop,
  httpPort,
  httpsPort,
  httpsPortOld,
  httpsEnabled,
];
