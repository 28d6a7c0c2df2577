import { isPort, type Protocol, PROTOCOLS, type SipMessage, type Wanted } from './transport/index.ts';

/** A SIP URI (RFC 3261, 19.1) as far as a call needs it. */
export interface SipUri {
  readonly secure: boolean;
  /** Empty where there is none. */
  readonly user: string;
  readonly host: string;
  readonly port: number | undefined;
  readonly params: ReadonlyMap<string, string>;
}

const URI = /^(sips?):(?:([^@\s<>"]*)@)?(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::(\d{1,5}))?((?:;[^?\s<>"]*)?)(?:\?.*)?$/i;

/** @returns undefined where the text is none */
export function parseUri(text: string): SipUri | undefined {
  const found = URI.exec(text.trim());
  if (found === null) return undefined;
  const [, scheme = '', user = '', host = '', port, rest = ''] = found;
  if (!isPort(port)) return undefined;
  const params = rest
    .split(';')
    .slice(1)
    .map(part => part.split('=', 2))
    .map(([name = '', value = '']) => [name.toLowerCase(), value] as const);
  return {
    secure: scheme.toLowerCase() === 'sips',
    user: user.split(':')[0] ?? '',
    host: host.replace(/^\[|\]$/g, ''),
    port: port === undefined ? undefined : Number(port),
    params: new Map(params),
  };
}

/** The URI in `"name" <uri>;params` or in the bare form. */
export const uriIn = (nameAddress: string): string =>
  /<([^>]*)>/.exec(nameAddress)?.[1] ?? nameAddress.split(';')[0]?.trim() ?? '';

/** Where a request to the URI goes. */
export function wantedOf(uri: SipUri): Wanted {
  const transport = uri.params.get('transport')?.toUpperCase() ?? '';
  const host = uri.params.get('maddr') ?? uri.host;
  return {
    host,
    port: uri.port,
    protocol: PROTOCOLS.find(each => each === transport),
    secure: uri.secure,
  };
}

/** Where a request goes by what stands in it: its first route, else its URI. */
export function nextHop(request: SipMessage): Wanted | undefined {
  const [route] = request.all('route');
  const uri = parseUri(route === undefined ? request.uri : uriIn(route));
  return uri === undefined ? undefined : wantedOf(uri);
}

/** `host`, `host:port` or `[address]:port`, as people write a server. */
export function parseServer(text: string): { readonly host: string; readonly port: number | undefined } | undefined {
  const found = /^(?:sips?:)?(\[[0-9a-f:.]+\]|[a-z0-9.-]+|[0-9a-f:]+:[0-9a-f:.]+)(?::(\d{1,5}))?$/i.exec(text.trim());
  if (found === null) return undefined;
  const [, host = '', port] = found;
  if (!isPort(port)) return undefined;
  return { host: host.replace(/^\[|\]$/g, ''), port: port === undefined ? undefined : Number(port) };
}

/** An address as it stands in a URI. */
export const uriHost = (host: string) => (host.includes(':') ? `[${host}]` : host);

/** `;transport=…` where it is not UDP. */
export const transportParam = (protocol: Protocol) =>
  protocol === 'UDP' ? '' : `;transport=${protocol.toLowerCase()}`;
