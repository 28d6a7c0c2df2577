import type { FileServer } from './dispatcher.ts';
import { httpsHint } from './https-hint.ts';
import { isPlace, type StaticFiles } from './static.ts';

/** First parts of paths that belong to programs: what is unknown there is not a place within the page. */
const PROGRAMS = /^\/(api|axis-cgi|vapix|config|onvif|axis-media)(\/|$)/;

/**
 * Serves the page: over HTTPS its files; over HTTP a hint to go there, and the files that are no places.
 * @param httpsPort undefined where there is no HTTPS: then the page comes over HTTP
 */
export const webFiles =
  (files: StaticFiles, httpsPort: () => number | undefined): FileServer =>
  ({ method, headers, secure }, { path }, host) => {
    if ((method !== 'GET' && method !== 'HEAD') || PROGRAMS.test(path)) return undefined;
    const port = httpsPort();
    return !secure && port !== undefined && isPlace(path) ? httpsHint(host, path, port) : files.answer(path, headers);
  };
