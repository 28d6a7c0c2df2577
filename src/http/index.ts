/** The speaker's HTTP and HTTPS door. */
export type { Account, Accounts } from './auth/accounts.ts';
export type { AuthenticationPolicy } from './auth/challenges.ts';
export { Guard } from './auth/guard.ts';
export type { OpenedSession, Sessions } from './auth/sessions.ts';
export type { Certificate } from './door.ts';
export { WEB_LIMITS, type WebLimits } from './limits.ts';
export {
  authenticationPolicy,
  authenticationWithQop,
  HTTP_PARAMS,
  httpPort,
  httpsEnabled,
  httpsPort,
  httpsPortOld,
} from './params.ts';
export type { Answer, Caller, Exchange, Route, UploadedFile } from './route.ts';
export type { LiveSocket, SocketRoute } from './socket-route.ts';
export { createWebServer, type WebServer } from './web-server.ts';
