import { createHash, randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { isIPv4, isIPv6 } from 'node:net';
import { Fault, invalid, unavailable } from '../core/fault.ts';
import type { FoundSpeaker } from './finder.ts';

/** The address that a speaker is to have for good. */
export interface NewAddress {
  readonly address: string;
  /** Length of the network's part, bits. */
  readonly prefix: number;
  readonly router?: string | undefined;
}

export interface Login {
  readonly user: string;
  readonly password: string;
}

const PATIENCE_MS = 5000;
const MOST_BYTES = 64 * 1024;

/** @throws Fault `invalid` with the field */
function checkNewAddress({ address, prefix, router }: NewAddress): void {
  if (!isIPv4(address)) throw invalid(`${address} is no IPv4 address`, 'address');
  if (!Number.isInteger(prefix) || prefix < 1 || prefix > 30) throw invalid('prefix must be from 1 to 30', 'prefix');
  if (router !== undefined && !isIPv4(router)) throw invalid(`${router} is no IPv4 address`, 'router');
}

/**
 * Gives a speaker an address, over the first of its present ones that answers: the link-local ones are always there, also
 * where no DHCP server is. The password is proved by Digest (RFC 7616), so that it is not sent.
 * @throws Fault `forbidden` for a wrong password, `unavailable` where nothing answers, `failed` with the speaker's words
 */
export async function assignAddress(
  { addresses, port }: Pick<FoundSpeaker, 'addresses' | 'port'>,
  wanted: NewAddress,
  login: Login,
): Promise<void> {
  checkNewAddress(wanted);
  const host = await firstThatAnswers(addresses, port);
  const body = JSON.stringify({
    apiVersion: '1.0',
    method: 'setIPv4AddressConfiguration',
    params: {
      deviceName: 'eth0',
      configurationMode: 'static',
      staticAddressConfigurations: [{ address: wanted.address, prefixLength: wanted.prefix }],
      ...(wanted.router === undefined ? {} : { staticDefaultRouter: wanted.router }),
    },
  });
  const { status, text } = await asked({ host, port }, { method: 'POST', path: PATH, body }, login);
  if (status === 401) throw new Fault('forbidden', 'the speaker does not take this name and password');
  if (status === 404) throw new Fault('unsupported', 'the speaker cannot be given an address this way');
  const answer = answerIn(text);
  if (status !== 200 || answer === undefined || answer.error !== undefined) {
    throw new Fault('failed', `the speaker refused: ${answer?.error?.message ?? `HTTP status ${status}`}`);
  }
}

const PATH = '/axis-cgi/network_settings.cgi';

interface JsonAnswer {
  readonly error?: { readonly message?: string };
}

function answerIn(text: string): JsonAnswer | undefined {
  try {
    return JSON.parse(text) as JsonAnswer;
  } catch {
    return undefined;
  }
}

async function firstThatAnswers(addresses: readonly string[], port: number): Promise<string> {
  for (const host of addresses) {
    const answer = await send({ host, port }, { method: 'HEAD', path: '/icon.svg' }).catch(() => undefined);
    if (answer !== undefined) return host;
  }
  throw unavailable('the speaker cannot be reached at any of its addresses');
}

interface Place {
  readonly host: string;
  readonly port: number;
}

interface Message {
  readonly method: 'HEAD' | 'POST';
  readonly path: string;
  readonly body?: string;
  readonly authorization?: string;
}

interface Response {
  readonly status: number;
  readonly text: string;
  readonly challenge: string;
}

async function asked(place: Place, message: Message, login: Login): Promise<Response> {
  const first = await send(place, message);
  if (first.status !== 401) return first;
  const authorization = digest(first.challenge, message, login);
  return authorization === undefined ? first : send(place, { ...message, authorization });
}

function send({ host, port }: Place, { method, path, body = '', authorization }: Message): Promise<Response> {
  return new Promise((resolve, reject) => {
    const headers = {
      Host: `${isIPv6(host) ? `[${host.replace(/%.*/, '')}]` : host}:${port}`,
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
      ...(authorization === undefined ? {} : { Authorization: authorization }),
    };
    const asking = request({ host, port, method, path, headers, agent: false, timeout: PATIENCE_MS });
    asking.on('timeout', () => asking.destroy(unavailable('the speaker does not answer')));
    asking.on('error', error => reject(unavailable(`the speaker cannot be reached: ${error.message}`, error)));
    asking.on('response', response => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => {
        text += piece;
        if (text.length > MOST_BYTES) asking.destroy();
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text, challenge: response.headers['www-authenticate'] ?? '' }),
      );
    });
    asking.end(body);
  });
}

/** The answer to a Digest challenge with MD5, which every device knows; undefined where it is another challenge. */
function digest(challenge: string, { method, path }: Message, { user, password }: Login): string | undefined {
  const value = (name: string) => new RegExp(`${name}="([^"]*)"`, 'i').exec(challenge)?.[1];
  const [realm, nonce] = [value('realm'), value('nonce')];
  if (!/^digest /i.test(challenge) || realm === undefined || nonce === undefined) return undefined;
  const cnonce = randomBytes(16).toString('hex');
  const proof = md5(
    [md5(`${user}:${realm}:${password}`), nonce, '00000001', cnonce, 'auth', md5(`${method}:${path}`)].join(':'),
  );
  const quoted = { username: user.replaceAll(/["\\]/g, '\\$&'), realm, nonce, uri: path, response: proof, cnonce };
  const parts = Object.entries(quoted).map(([name, text]) => `${name}="${text}"`);
  return `Digest ${[...parts, 'qop=auth', 'nc=00000001', 'algorithm=MD5'].join(', ')}`;
}

const md5 = (text: string) => createHash('md5').update(text).digest('hex');
