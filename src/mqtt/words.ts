import type { BrokerPlan } from './broker-plan.ts';
import { addressOf } from './open-stream.ts';
import { isSecure } from './settings.ts';

/** Return codes of CONNACK (MQTT 3.1.1, 3.2.2.3). */
const REFUSALS: Readonly<Record<number, string>> = {
  1: 'the broker does not speak MQTT 3.1.1',
  2: 'the broker refuses the client id',
  3: 'the broker is not available now',
  4: 'the broker refuses the user name or the password',
  5: 'the broker does not allow this client (user name, password or client id)',
};

export const refusalWords = (code: number): string =>
  REFUSALS[code] ?? `the broker refuses the connection (return code ${code})`;

type Words = (plan: BrokerPlan, message: string) => string;

const UNTRUSTED: Words = () => 'the certificate of the broker was signed by nobody who is trusted here';

const WORDS: Readonly<Record<string, Words>> = {
  ECONNREFUSED: plan => `nothing answers at ${addressOf(plan)}`,
  ENOTFOUND: ({ host }) => `there is no host ${host}`,
  EAI_AGAIN: ({ host }) => `the name ${host} could not be looked up`,
  ETIMEDOUT: plan => `nothing answers at ${addressOf(plan)}`,
  EHOSTUNREACH: ({ host }) => `there is no way to ${host}`,
  ENETUNREACH: ({ host }) => `there is no way to ${host}`,
  ECONNRESET: () => 'the broker broke the connection off',
  EPIPE: () => 'the broker broke the connection off',
  EPROTO: () => 'the broker does not speak TLS at this port, or none of ours',
  ERR_SSL_WRONG_VERSION_NUMBER: () => 'the broker does not speak TLS at this port',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: () => 'the broker wants a client certificate',
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: () => 'the broker refuses the client certificate',
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: () => 'the broker does not trust the client certificate',
  ERR_TLS_CERT_ALTNAME_INVALID: ({ host }) => `the certificate of the broker is not one for ${host}`,
  CERT_HAS_EXPIRED: () => 'the certificate of the broker has expired',
  CERT_NOT_YET_VALID: () => "the certificate of the broker is not valid yet; is the speaker's clock right?",
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
};

/** What went wrong, in words for the person at the page. */
export function inWords(error: unknown, plan: BrokerPlan): string {
  if (!(error instanceof Error)) return String(error);
  // A name with several addresses fails with one error for each.
  if (error instanceof AggregateError && error.errors.length > 0) return inWords(error.errors[0], plan);
  const { code, message } = error as Error & { readonly code?: unknown };
  const words = typeof code === 'string' && Object.hasOwn(WORDS, code) ? WORDS[code] : undefined;
  return words?.(plan, message) ?? message;
}

/**
 * A broker that wants a client certificate says so in an alert, and hangs up (TLS 1.3): what comes first is a matter of luck.
 */
export const withHint = (why: string, { protocol, tls }: BrokerPlan): string =>
  isSecure(protocol) && tls.cert === undefined && !why.includes('certificate')
    ? `${why}; it may want a client certificate`
    : why;
