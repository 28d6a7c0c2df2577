/** One request that a client may send, before anything is done to it. */
export interface Seed {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /**
   * What it would do to those who ask after it, were it obeyed: stop or change what plays, or end the run (restart, erase,
   * lock out). Such a request is sent without the rights for it: `sound` until the sound has been judged, `end` always.
   */
  readonly harms?: 'sound' | 'end' | undefined;
}

interface More {
  readonly harms?: Seed['harms'];
  readonly headers?: Readonly<Record<string, string>>;
}

const NOTHING = Buffer.alloc(0);

export const get = (target: string, more: More = {}): Seed => ({
  method: 'GET',
  target,
  headers: {},
  body: NOTHING,
  ...more,
});

/** Any method, with a body of JSON where there is one. */
export const call = (method: string, target: string, body?: unknown, more: More = {}): Seed => ({
  method,
  target,
  body: body === undefined ? NOTHING : Buffer.from(JSON.stringify(body)),
  ...more,
  headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...more.headers },
});

/** A classic CGI whose arguments are a form. */
export const form = (target: string, args: Readonly<Record<string, string>>, more: More = {}): Seed => ({
  method: 'POST',
  target,
  body: Buffer.from(new URLSearchParams(args).toString()),
  ...more,
  headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
});

/** A method of a JSON CGI. */
export const method = (cgi: string, name: string, params?: object, more: More & { apiVersion?: string } = {}): Seed =>
  call('POST', `/axis-cgi/${cgi}`, { apiVersion: more.apiVersion ?? '1.0', context: 'f', method: name, params }, more);

const PREFIXES = {
  s: 'http://www.w3.org/2003/05/soap-envelope',
  act: 'http://www.axis.com/vapix/ws/action1',
  aev: 'http://www.axis.com/vapix/ws/event1',
  aentry: 'http://www.axis.com/vapix/ws/entry',
  tds: 'http://www.onvif.org/ver10/device/wsdl',
  tev: 'http://www.onvif.org/ver10/events/wsdl',
  wsnt: 'http://docs.oasis-open.org/wsn/b-2',
  tns1: 'http://www.onvif.org/ver10/topics',
  tnsaxis: 'http://www.axis.com/2009/event/topics',
};

/** An operation of SOAP 1.2; the prefixes of VAPIX and ONVIF are declared. */
export const soap = (target: string, inner: string, more: More = {}): Seed => {
  const declared = Object.entries(PREFIXES).map(([prefix, namespace]) => `xmlns:${prefix}="${namespace}"`);
  const header = '<s:Header><a:To xmlns:a="http://www.w3.org/2005/08/addressing">speaker</a:To></s:Header>';
  const body = `<?xml version="1.0"?><s:Envelope ${declared.join(' ')}>${header}<s:Body>${inner}</s:Body></s:Envelope>`;
  return {
    method: 'POST',
    target,
    body: Buffer.from(body),
    ...more,
    headers: { 'Content-Type': 'application/soap+xml; charset=utf-8' },
  };
};

/** A file as a browser's form sends it, with a small field before it. */
export const upload = (target: string, name: string, file: Uint8Array, more: More = {}): Seed => {
  const head = [
    '--seam',
    'Content-Disposition: form-data; name="comment"',
    '',
    'from the gate',
    '--seam',
    `Content-Disposition: form-data; name="file"; filename="${name}"`,
    'Content-Type: application/octet-stream',
    '',
    '',
  ].join('\r\n');
  return {
    method: 'POST',
    target,
    body: Buffer.concat([Buffer.from(head), file, Buffer.from('\r\n--seam--\r\n')]),
    ...more,
    headers: { 'Content-Type': 'multipart/form-data; boundary=seam' },
  };
};

/** Opens a WebSocket; what comes after it are frames. */
export const socket = (target: string, protocol = ''): Seed => ({
  method: 'GET',
  target,
  body: NOTHING,
  headers: {
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    ...(protocol === '' ? {} : { 'Sec-WebSocket-Protocol': protocol }),
  },
});
