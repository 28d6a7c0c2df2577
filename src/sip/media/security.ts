import { isDeepStrictEqual } from 'node:util';
import { Fault } from '../../core/fault.ts';
import type { CallKeys, DtlsFlow } from '../../engine/contract.ts';
import type { MediaEncryption, MediaWish } from './contract.ts';
import type { DtlsOfSection, Setup } from './dtls-lines.ts';
import { keyOf, newKey, SUITES } from './sdes.ts';
import type { CryptoLine, Section } from './section.ts';

/** How what flows is encrypted. */
export type ChosenSecurity =
  | { readonly by: 'none' }
  | { readonly by: 'sdes'; readonly keys: CallKeys; readonly own: CryptoLine }
  | { readonly by: 'dtls'; readonly flow: DtlsFlow };

/** Whether we offer to encrypt by a handshake. */
export const offersDtls = ({ encryption, keyExchange }: MediaWish) => encryption !== 'none' && keyExchange === 'dtls';

/** Our crypto lines for an offer: the strong tag first. */
export const offeredCrypto = (wish: MediaWish): CryptoLine[] =>
  wish.encryption === 'none' || offersDtls(wish)
    ? []
    : SUITES.map((suite, at) => ({ tag: at + 1, suite, key: newKey() }));

/** Of our offer: who does not know it must not think that the sound is clear. */
export function offeredProtocol(wish: MediaWish): string {
  if (wish.encryption !== 'mandatory') return 'RTP/AVP';
  return offersDtls(wish) ? 'UDP/TLS/RTP/SAVP' : 'RTP/SAVP';
}

/** Our part in a handshake, as an answer tells it. */
export const setupOf = ({ isClient }: DtlsFlow): Setup => (isClient ? 'active' : 'passive');

/**
 * What we make of the peer's offer.
 * @param before of an earlier description: key and part stay as long as they fit
 * @throws Fault `unsupported`
 */
export function answerSecurity(wish: MediaWish, offer: Section, before: ChosenSecurity | undefined): ChosenSecurity {
  const { encryption } = wish;
  const line = isDtls(offer.protocol) ? undefined : usable(offer);
  const dtls = isDtls(offer.protocol) || !isSecure(offer.protocol) ? offer.dtls : undefined;
  if (encryption !== 'none') {
    if (dtls !== undefined && (line === undefined || wish.keyExchange === 'dtls')) return answerDtls(dtls, before);
    if (line !== undefined) return answerSdes(line, before);
  }
  if (isSecure(offer.protocol))
    throw new Fault('unsupported', 'the peer wants encrypted sound in a way that we do not');
  return clear(encryption);
}

/**
 * What the peer made of our offer.
 * @throws Fault `unsupported`
 */
export function acceptSecurity(wish: MediaWish, answer: Section, offered: readonly CryptoLine[]): ChosenSecurity {
  if (answer.dtls !== undefined && offersDtls(wish)) {
    const { fingerprints, setup } = answer.dtls;
    return { by: 'dtls', flow: { fingerprints, isClient: setup === 'passive' } };
  }
  const line = usable(answer);
  const own = offered.find(({ tag, suite }) => tag === line?.tag && suite === line.suite);
  return line !== undefined && own !== undefined ? sdes(own, line) : clear(wish.encryption);
}

const usable = ({ crypto }: Section) => crypto.find(({ suite, key }) => keyOf(suite, key) !== undefined);

/** @throws Fault `unsupported` where it must not be */
function clear(encryption: MediaEncryption): ChosenSecurity {
  if (encryption === 'mandatory') throw new Fault('unsupported', 'the peer does not encrypt its sound');
  return { by: 'none' };
}

function answerDtls({ fingerprints, setup }: DtlsOfSection, before: ChosenSecurity | undefined): ChosenSecurity {
  const isSame = before?.by === 'dtls' && isDeepStrictEqual(before.flow.fingerprints, fingerprints);
  // Who may choose is the one that begins (RFC 5763, 5), unless there is a handshake already (RFC 8842, 5.3).
  const isClient = setup === 'actpass' ? !isSame || before.flow.isClient : setup === 'passive';
  return { by: 'dtls', flow: { isClient, fingerprints } };
}

function answerSdes(line: CryptoLine, before: ChosenSecurity | undefined): ChosenSecurity {
  const isSame = before?.by === 'sdes' && before.own.suite === line.suite;
  return sdes({ tag: line.tag, suite: line.suite, key: isSame ? before.own.key : newKey() }, line);
}

function sdes(own: CryptoLine, theirs: CryptoLine): ChosenSecurity {
  const suite = SUITES.find(name => name === own.suite);
  const local = keyOf(own.suite, own.key);
  const remote = keyOf(theirs.suite, theirs.key);
  // Both were looked at before they were chosen.
  if (suite === undefined || local === undefined || remote === undefined) throw new Error('a key without a suite');
  return { by: 'sdes', own, keys: { suite, local: local.toString('hex'), remote: remote.toString('hex') } };
}

/** RFC 5764. */
const isDtls = (protocol: string) => protocol.startsWith('UDP/TLS/');
const isSecure = (protocol: string) => protocol.includes('SAVP');
