import type { IncomingHttpHeaders } from 'node:http';

interface Asked {
  readonly headers: IncomingHttpHeaders;
  readonly secure: boolean;
}

/**
 * Whether a browser sent this on behalf of another web site, with whatever login it remembers for the speaker. Clients
 * that are no browsers send none of the three headers looked at: Fetch Metadata, Origin (RFC 6454), Referer.
 */
export function comesCrossSite({ headers, secure }: Asked): boolean {
  if (headers['sec-fetch-site'] === 'cross-site') return true;
  const source = headers.origin ?? headers.referer;
  if (source === undefined || source === '') return false;
  const here = originOf(`${secure ? 'https' : 'http'}://${headers.host ?? ''}`);
  return here === undefined || originOf(source) !== here;
}

function originOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).origin : undefined;
}
