import type { ListedRoute } from '../../../src/api/contract.ts';
import { ACCESS_CORPUS } from './corpus-access.ts';
import { API_CORPUS } from './corpus-api.ts';
import { VAPIX_CORPUS } from './corpus-vapix.ts';

export const CORPUS = [...VAPIX_CORPUS, ...API_CORPUS, ...ACCESS_CORPUS];

/** Routes that nothing in the corpus asks for. */
export function missingIn(routes: readonly ListedRoute[]): string[] {
  return routes.flatMap(({ path, methods }) => {
    const pattern = new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+')}$`);
    const asked = CORPUS.filter(({ target }) => pattern.test(pathOf(target)));
    const lacking = methods.filter(method => !asked.some(seed => seed.method === method));
    // A CGI that takes GET and POST alike is asked in one way or the other.
    const isEnough =
      asked.length > 0 && (lacking.length === 0 || path.startsWith('/axis-cgi/') || path === '/vapix/axast');
    return isEnough ? [] : [`${methods.join('/')} ${path}`];
  });
}

const pathOf = (target: string) => (target.split('?')[0] ?? '').replace(/^\/axis-cgi\/admin\//, '/axis-cgi/');
