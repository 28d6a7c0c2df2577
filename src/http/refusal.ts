import type { Fault, FaultKind } from '../core/fault.ts';
import type { Answer } from './route.ts';

const STATUS: Record<FaultKind, number> = {
  invalid: 400,
  'not-found': 404,
  conflict: 409,
  forbidden: 403,
  'too-large': 413,
  unsupported: 415,
  full: 507,
  busy: 429,
  unavailable: 503,
  failed: 500,
};

/** Whether the page's own API answers here, which speaks JSON also of its failures. */
export const isOfApi = (path: string) => path.startsWith('/api/');

/** A fault in the words of HTTP, where the route has no words of its own. */
export function faultAnswer(fault: Fault, path: string): Answer {
  // To a classic client 403 means little; 401 makes it ask for the name of somebody who may.
  return faultAs(fault.kind === 'forbidden' && !isOfApi(path) ? 401 : STATUS[fault.kind], fault, path);
}

/** A fault with a status of the server's choice. */
export function faultAs(status: number, { message, field }: Fault, path: string): Answer {
  return isOfApi(path) ? problem(status, message, field) : { status, type: 'text/plain', body: `${message}\n` };
}

/** An answer from before any route: a login is missing, the address is unknown, the method is wrong. */
export function refusalAnswer({ status, message }: { status: number; message: string }, path: string): Answer {
  return isOfApi(path) ? problem(status, message) : { status, type: 'text/html', body: htmlPage(status, message) };
}

/** What a peer is told of a bug: nothing. */
export const bugAnswer = (path: string): Answer =>
  refusalAnswer({ status: 500, message: 'Something failed inside the speaker. Its system log says more.' }, path);

const problem = (status: number, message: string, field?: string): Answer => ({
  status,
  type: 'application/json',
  body: JSON.stringify({ message, field }),
});

const TITLES: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  411: 'Length Required',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
};

function htmlPage(status: number, message: string): string {
  const title = `${status} ${TITLES[status] ?? ''}`.trim();
  return `<!DOCTYPE html>\n<html lang="en"><head><title>${title}</title></head><body><h1>${title}</h1><p>${message}</p></body></html>\n`;
}
