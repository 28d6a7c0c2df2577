import type { ParamStore } from '../settings/index.ts';
import type { Account } from './account.ts';
import type { MediaWish } from './media/contract.ts';
import {
  callCodecs,
  codecsOf,
  dtmfPayloadType,
  halfDuplex,
  iceEnabled,
  rtpStartPort,
  stunEnabled,
  stunServer,
  turnEnabled,
  turnServer,
  turnUsername,
} from './params.ts';

interface Particulars {
  readonly localAddress: string;
  readonly turnPassword: string;
}

/** What a call of an account wants of its media, by what is set now. */
export function mediaWish(
  { get }: Pick<ParamStore, 'get'>,
  account: Account,
  { localAddress, turnPassword }: Particulars,
): MediaWish {
  const stun = get(stunServer);
  const server = get(turnServer);
  const login = { username: get(turnUsername), password: turnPassword, verify: account.verifyServerCertificate };
  return {
    localAddress,
    codecs: codecsOf(get(callCodecs)),
    encryption: account.mediaEncryption,
    keyExchange: account.keyExchange,
    rtpStartPort: get(rtpStartPort),
    ice: get(iceEnabled),
    stun: get(stunEnabled) && stun !== '' ? stun : undefined,
    turn: get(turnEnabled) && server !== '' ? { server, ...login } : undefined,
    dtmfPayloadType: get(dtmfPayloadType),
    dtmfByRtp: account.dtmfByRtp,
    halfDuplex: get(halfDuplex),
  };
}
