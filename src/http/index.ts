/** The speaker's HTTP and HTTPS door. */
export type { Account } from './auth/accounts.ts';
export type { AuthenticationPolicy } from './auth/challenges.ts';
export { addressBlocked, logInFailed } from './events.ts';
export { type Admission, Guard } from './auth/guard.ts';
export { Refused } from './auth/refused.ts';
export type { OpenedSession } from './auth/sessions.ts';
export type { Certificate } from './door.ts';
export type { WebLimits } from './limits.ts';
export { originsIn } from './auth/cors.ts';
export {
  anonymousViewers,
  authenticationPolicy,
  authenticationWithQop,
  blockingRules,
  corsOrigins,
  strictTransport,
  HTTP_PARAMS,
  httpPort,
  httpsPort,
  httpsPortOld,
} from './params.ts';
export { plainPage } from './plain-page.ts';
export { selfCheck } from './self-check.ts';
export { type Answer, type Exchange, idIn, type Route } from './route.ts';
export type { LiveSocket, SocketRoute } from './socket-route.ts';
export { createWebServer, type WebServer } from './web-server.ts';
