import type { IncomingHttpHeaders } from 'node:http';

const METHODS = 'GET, POST, PUT, PATCH, DELETE';
const HEADERS = 'Authorization, Content-Type';
/** s that a browser need not ask again. */
const MAX_AGE_S = 600;

/** The origins in a list that somebody wrote: separated by blanks or commas. */
export const originsIn = (written: string): readonly string[] =>
  written
    .split(/[\s,]+/)
    .filter(each => URL.canParse(each))
    .map(each => new URL(each).origin);

/** Whether the web page that asks may use tokens here. */
export const isAllowedOrigin = ({ origin }: IncomingHttpHeaders, allowed: readonly string[]): boolean =>
  origin !== undefined && origin !== 'null' && allowed.includes(origin);

/**
 * Headers with which a browser lets that page read the answer (Fetch Standard, 3.2). There is no
 * `Access-Control-Allow-Credentials`: cookies and passwords that the browser remembers stay ours.
 */
export const corsHeaders = ({ origin = '' }: IncomingHttpHeaders): Readonly<Record<string, string>> => ({
  'Access-Control-Allow-Origin': origin,
  'Access-Control-Expose-Headers': 'Content-Disposition, Retry-After',
  Vary: 'Origin',
});

/** Whether a browser asks before it asks. */
export const isPreflight = (method: string, headers: IncomingHttpHeaders): boolean =>
  method === 'OPTIONS' && headers.origin !== undefined && headers['access-control-request-method'] !== undefined;

export const PREFLIGHT: Readonly<Record<string, string>> = {
  'Access-Control-Allow-Methods': METHODS,
  'Access-Control-Allow-Headers': HEADERS,
  'Access-Control-Max-Age': String(MAX_AGE_S),
};
