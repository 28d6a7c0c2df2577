import { boolean, choice, integer, string } from '../core/schema.ts';
import { defineParam, onOff, type ParamDef, type ParamStore, whole } from '../settings/index.ts';
import type { BlockingRules } from './auth/blocker.ts';

/** Scheme, host and port, without a path (RFC 6454, 6.2). */
const ORIGIN = 'https?://([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:]+\\])(:[0-9]{1,5})?';

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

const blocking = (name: string, title: string, range: Parameters<typeof whole>[2]) =>
  whole(`System.PreventDoSAttack.${name}`, title, range, { read: 'admin', write: 'admin' });
const seconds = (value: number, maximum: number) => ({ value, minimum: 0, maximum, unit: 's' });
const times = (value: number) => ({ value, minimum: 0, maximum: 1000 });

/** Whether addresses that guess passwords are blocked, and when; VAPIX speaks of attacks on the service. */
const blockingEnabled = onOff(
  'System.PreventDoSAttack.ActivatePasswordThrottling',
  'Prevent brute-force attacks',
  true,
  { read: 'admin', write: 'admin' },
);
const blockingPeriod = blocking('DoSBlockingPeriod', 'Blocking period', seconds(10, 1000));
const blockingPageCount = blocking('DoSPageCount', 'Failures at one page', times(20));
const blockingPageInterval = blocking('DoSPageInterval', 'Failures at one page within', seconds(1, 100));
const blockingSiteCount = blocking('DoSSiteCount', 'Failures at all pages', times(50));
const blockingSiteInterval = blocking('DoSSiteInterval', 'Failures at all pages within', seconds(1, 100));

export const blockingRules = (params: Pick<ParamStore, 'get'>): BlockingRules => ({
  enabled: params.get(blockingEnabled),
  periodS: params.get(blockingPeriod),
  pageCount: params.get(blockingPageCount),
  pageIntervalS: params.get(blockingPageInterval),
  siteCount: params.get(blockingSiteCount),
  siteIntervalS: params.get(blockingSiteInterval),
});

/** Origins of web pages whose scripts may use access tokens here (Fetch Standard, 3.2); none unless some are named. */
export const corsOrigins = defineParam({
  path: 'Stentor.Network.CORS.Origins',
  title: 'Origins of web pages that may use access tokens',
  schema: string({ maxLength: 1024, pattern: `^(${ORIGIN}([\\s,]+${ORIGIN})*)?$` }),
  value: '',
  read: 'admin',
  write: 'admin',
  hint: 'text',
});

/** Who has not logged in may look at what viewers see on the page, and change or play nothing. */
export const anonymousViewers = onOff('Stentor.Network.AnonymousViewers', 'Allow anonymous viewers', false, {
  write: 'admin',
});
/**
 * HSTS (RFC 6797). Off at first: a browser that was told so offers no way past its warning of the speaker's own certificate.
 */
export const strictTransport = onOff(
  'Stentor.HTTPS.StrictTransportSecurity',
  'Strict transport security (HSTS)',
  false,
  {
    read: 'viewer',
    write: 'admin',
  },
);

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
  corsOrigins,
  anonymousViewers,
  strictTransport,
  blockingEnabled,
  blockingPeriod,
  blockingPageCount,
  blockingPageInterval,
  blockingSiteCount,
  blockingSiteInterval,
  httpPort,
  httpsPort,
  httpsPortOld,
  httpsEnabled,
];
