import { Fault, invalid, unavailable } from '../core/fault.ts';
import { boolean, string } from '../core/schema.ts';
import { curl, type CurlOption } from './curl.ts';
import type { Message } from './message.ts';
import { field, type Field } from './recipient.ts';
import { type Attempt, textOf, type Transport } from './transport.ts';

/** Answers after which the same request may go well: log in, wait, too many. All other 4xx refuse the message. */
const LATER = new Set([401, 403, 404, 407, 408, 425, 429]);

const COMMON: readonly Field[] = [
  field('username', 'Username', string({ maxLength: 256, pattern: '^[^:]*$' }), {
    help: 'Digest or Basic, whichever the server asks for.',
  }),
  field('password', 'Password', string({ maxLength: 1024 }), { secret: true }),
  field('authorization', 'Authorization header', string({ maxLength: 4096 }), {
    secret: true,
    help: 'In the place of a username, for example: Bearer and a token.',
  }),
  field('headers', 'Headers', string({ maxLength: 4096 }), { long: true, help: 'One in each line: Name: value.' }),
  field(
    'proxy',
    'Proxy',
    string({ maxLength: 256, pattern: '^([A-Za-z0-9_.-]+|\\[[0-9A-Fa-f:.]+\\])?(:[0-9]{1,5})?$' }),
    {
      help: 'Host and port, for example proxy.example.com:3128.',
    },
  ),
  field('proxyUsername', 'Proxy username', string({ maxLength: 256, pattern: '^[^:]*$' })),
  field('proxyPassword', 'Proxy password', string({ maxLength: 1024 }), { secret: true }),
];

const ADDRESS = { needed: true, help: 'Username and password have fields of their own.' };

export const httpTransport: Transport = {
  type: 'http',
  title: 'HTTP',
  fields: [field('url', 'URL', string({ maxLength: 2048, pattern: '^http://.' }), ADDRESS), ...COMMON],
  takes: ['http', 'file'],
  sample,
  check,
  deliver,
};

export const httpsTransport: Transport = {
  ...httpTransport,
  type: 'https',
  title: 'HTTPS',
  fields: [
    field('url', 'URL', string({ maxLength: 2048, pattern: '^https://.' }), ADDRESS),
    field('validateCertificate', 'Validate server certificate', boolean({ default: true })),
    ...COMMON,
  ],
};

function sample(about: string): Message {
  return { kind: 'http', method: 'GET', query: new URLSearchParams({ Message: about }).toString() };
}

function check(fields: Attempt['fields']): void {
  const url = URL.canParse(textOf(fields, 'url')) ? new URL(textOf(fields, 'url')) : undefined;
  if (url === undefined) throw invalid('url must be a URL', 'url');
  if (url.username !== '' || url.password !== '')
    throw invalid('username and password have fields of their own; the URL must not hold them', 'url');
  for (const header of headersIn(textOf(fields, 'headers'))) {
    if (!/^[A-Za-z0-9!#$%&'*+.^_`|~-]+: ?\S/.test(header))
      throw invalid(`${header} is no header: Name: value`, 'headers');
    if (/^(proxy-)?authorization:/i.test(header))
      throw invalid('Authorization has a field of its own, so that it stays secret', 'headers');
  }
}

const headersIn = (text: string) => text.split(/\r?\n/u).filter(header => header.trim() !== '');

async function deliver(attempt: Attempt): Promise<void> {
  const { status } = await curl(attempt, [...addressOf(attempt), ...loginOf(attempt), ...contentOf(attempt)]);
  if (status >= 200 && status < 300) return;
  const told = `the server answered ${status}`;
  throw status >= 500 || LATER.has(status) || status < 100 ? unavailable(told) : new Fault('failed', told);
}

function addressOf({ fields, message: { query = '' } }: Attempt): CurlOption[] {
  const url = textOf(fields, 'url');
  const [whole = ''] = url.split('#', 1);
  const joint = query === '' ? '' : whole.includes('?') ? '&' : '?';
  const proxy = textOf(fields, 'proxy');
  return [
    ['url', `${whole}${joint}${query}`],
    ...(fields['validateCertificate'] === false ? [['insecure', true] as const] : []),
    // Nothing of the environment: what a recipient says is what is done.
    ...(proxy === '' ? [['noproxy', '*'] as const] : [['proxy', `http://${proxy}`] as const]),
  ];
}

function loginOf({ fields }: Attempt): CurlOption[] {
  const text = (name: string) => textOf(fields, name);
  const options: CurlOption[] = [];
  if (text('authorization') !== '') options.push(['header', `Authorization: ${text('authorization')}`]);
  else if (text('username') !== '')
    options.push(['anyauth', true], ['user', `${text('username')}:${text('password')}`]);
  if (text('proxyUsername') !== '')
    options.push(['proxy-anyauth', true], ['proxy-user', `${text('proxyUsername')}:${text('proxyPassword')}`]);
  return options;
}

function contentOf({ fields, message, file, id }: Attempt): CurlOption[] {
  const headers = [...headersIn(textOf(fields, 'headers')), ...(message.headers ?? [])];
  const options: CurlOption[] = [...headers, `X-Request-Id: ${id}`].map(header => ['header', header]);
  // Told once what comes, a server need not be asked first whether it may.
  options.push(['header', 'Expect:']);
  if (file !== undefined) {
    options.push(['request', 'POST'], ['upload-file', file], ['header', `Content-Type: ${message.type ?? ''}`]);
    options.push(['header', `Content-Disposition: attachment; filename="${message.name ?? 'file'}"`]);
    return options;
  }
  options.push(['request', message.method ?? 'GET']);
  if (message.body !== undefined && message.body !== '') {
    if (!headers.some(header => /^content-type:/i.test(header))) options.push(['header', 'Content-Type: text/plain']);
    options.push(['data-raw', message.body]);
  }
  return options;
}
