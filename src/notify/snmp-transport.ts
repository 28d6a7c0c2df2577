import snmp from 'net-snmp';
import { Fault, invalid, unavailable } from '../core/fault.ts';
import { boolean, choice, integer, string } from '../core/schema.ts';
import { field } from './recipient.ts';
import { type Attempt, textOf, type Transport } from './transport.ts';

/**
 * What Net-SNMP's registered number leaves to experiments: we have none of our own at IANA. The text of the message is the
 * object `.2` below it (SNMPv2-SMI, RFC 2578).
 */
const TRAP = '1.3.6.1.4.1.8072.9999.9999.1';
const TEXT = '1.3.6.1.4.1.8072.9999.9999.2';

/** ms for an answer, and how often it is asked again. */
const ANSWER_MS = 3000;
const RETRIES = 2;
/** Octets of a text: more does not fit one datagram everywhere (RFC 3417, 3.2 wants 484 octets of every receiver). */
const LONGEST = 1024;

const AUTHENTICATION = {
  sha: snmp.AuthProtocols.sha,
  sha256: snmp.AuthProtocols.sha256,
  sha512: snmp.AuthProtocols.sha512,
} as const;
const PRIVACY = { aes: snmp.PrivProtocols.aes, aes256: snmp.PrivProtocols.aes256b } as const;

/** An SNMP trap, or an inform, which the receiver acknowledges (RFC 3416, 4.2.6 and 4.2.7). */
export const snmpTransport: Transport = {
  type: 'snmp',
  title: 'SNMP trap',
  fields: [
    field('host', 'Host', string({ maxLength: 253 }), { needed: true }),
    field('port', 'Port', integer({ minimum: 1, maximum: 65_535, default: 162 })),
    field('version', 'Version', choice(['v2c', 'v3'], { default: 'v3' })),
    field('acknowledged', 'Ask for an acknowledgement', boolean({ default: true }), {
      help: 'An inform in the place of a trap: what is not acknowledged is sent again later.',
    }),
    field('community', 'Community (v2c)', string({ maxLength: 64 }), {
      secret: true,
      help: 'Goes over the network as it is.',
    }),
    field('username', 'Username (v3)', string({ maxLength: 32 })),
    field('authentication', 'Authentication (v3)', choice(['none', 'sha', 'sha256', 'sha512'], { default: 'sha256' })),
    field('password', 'Password (v3)', string({ maxLength: 256 }), { secret: true, help: 'At least 8 characters.' }),
    field('privacy', 'Encryption (v3)', choice(['none', 'aes', 'aes256'], { default: 'aes' })),
    field('privacyPassword', 'Encryption password (v3)', string({ maxLength: 256 }), {
      secret: true,
      help: 'At least 8 characters.',
    }),
  ],
  takes: ['text'],
  sample: text => ({ kind: 'text', text }),
  check,
  deliver,
};

/** What stands there must go together (RFC 3414, 11.2: a password has eight characters or more). */
function check(fields: Attempt['fields']): void {
  if (textOf(fields, 'version') === 'v2c') {
    if (textOf(fields, 'community') === '') throw invalid('community is missing', 'community');
    return;
  }
  if (textOf(fields, 'username') === '') throw invalid('username is missing', 'username');
  const hasAuthentication = textOf(fields, 'authentication') !== 'none';
  const hasPrivacy = textOf(fields, 'privacy') !== 'none';
  if (hasPrivacy && !hasAuthentication) throw invalid('encryption needs authentication', 'privacy');
  if (hasAuthentication) checkPassword(fields, 'password');
  if (hasPrivacy) checkPassword(fields, 'privacyPassword');
}

function checkPassword(fields: Attempt['fields'], name: string): void {
  if (textOf(fields, name).length < 8) throw invalid(`${name} must have 8 characters or more`, name);
}

async function deliver({ fields, message, signal, say }: Attempt): Promise<void> {
  const text = Buffer.from(message.text ?? '').subarray(0, LONGEST);
  const session = sessionOf(fields);
  const acknowledged = fields['acknowledged'] === true;
  const varbinds = [{ oid: TEXT, type: snmp.ObjectType.OctetString, value: text }];
  say(`* ${acknowledged ? 'inform' : 'trap'} to ${textOf(fields, 'host')} port ${textOf(fields, 'port')}`);
  say(`> ${TEXT} = ${text.toString()}`);
  try {
    await new Promise<void>((resolve, reject) => {
      const done = (error: Error | null) => (error === null ? resolve() : reject(refusal(error)));
      const abort = () => reject(unavailable('was stopped'));
      signal.addEventListener('abort', abort, { once: true });
      session.on('error', (error: Error) => reject(refusal(error)));
      if (acknowledged) session.inform(TRAP, varbinds, done);
      else session.trap(TRAP, varbinds, done);
    });
    if (acknowledged) say('< acknowledged');
  } catch (error) {
    say(`* ${error instanceof Error ? error.message : String(error)}`);
    throw error;
  } finally {
    session.close();
  }
}

function sessionOf(fields: Attempt['fields']) {
  const host = textOf(fields, 'host');
  const port = Number(fields['port']);
  const options = { port, trapPort: port, retries: RETRIES, timeout: ANSWER_MS };
  if (textOf(fields, 'version') === 'v2c')
    return snmp.createSession(host, textOf(fields, 'community'), { ...options, version: snmp.Version2c });
  const authentication = textOf(fields, 'authentication');
  const privacy = textOf(fields, 'privacy');
  const user = {
    name: textOf(fields, 'username'),
    level: levelOf(authentication, privacy),
    ...(isKey(AUTHENTICATION, authentication)
      ? { authProtocol: AUTHENTICATION[authentication], authKey: textOf(fields, 'password') }
      : {}),
    ...(isKey(PRIVACY, privacy) ? { privProtocol: PRIVACY[privacy], privKey: textOf(fields, 'privacyPassword') } : {}),
  };
  return snmp.createV3Session(host, user, { ...options, version: snmp.Version3 });
}

function levelOf(authentication: string, privacy: string) {
  if (authentication === 'none') return snmp.SecurityLevel.noAuthNoPriv;
  return privacy === 'none' ? snmp.SecurityLevel.authNoPriv : snmp.SecurityLevel.authPriv;
}

const isKey = <T extends object>(object: T, key: string): key is keyof T & string => Object.hasOwn(object, key);

/** Wrong passwords are refused for good; no answer may be one later. */
function refusal(error: Error): Error {
  const { name, message } = error;
  if (name === 'RequestTimedOutError') return unavailable('no acknowledgement came');
  if (/usmStats|wrong digest|unknown user|decryption/iu.test(message)) return new Fault('failed', message);
  return unavailable(message);
}
