import { SrtcpReceiver, SrtcpSender } from '../rtp/srtp/srtcp.ts';
import type { CallKeys } from './call-contract.ts';
import { SrtpReceiver } from '../rtp/srtp/srtp-receiver.ts';
import { SrtpSender } from '../rtp/srtp/srtp-sender.ts';

/** One direction of a call, with the key that it has. */
interface Direction<Rtp, Rtcp> {
  readonly key: string;
  readonly rtp: Rtp;
  readonly rtcp: Rtcp;
}

type Out = Direction<SrtpSender, SrtcpSender>;
type In = Direction<SrtpReceiver, SrtcpReceiver>;

/**
 * Encrypts and decrypts all of one call. A direction whose key stays goes on counting: a packet number must never come
 * twice under one key (RFC 3711, 9.1).
 */
export class CallCrypto {
  readonly out: Out;
  readonly in: In;

  /** @param before of the same call, with an earlier description */
  constructor(keys: CallKeys, before?: CallCrypto) {
    const { suite, rtcp = keys } = keys;
    const bytes = (hex: string) => Buffer.from(hex, 'hex');
    const [outKey, inKey] = [`${suite} ${keys.local} ${rtcp.local}`, `${suite} ${keys.remote} ${rtcp.remote}`];
    const { suite: other } = rtcp;
    this.out =
      before?.out.key === outKey
        ? before.out
        : {
            key: outKey,
            rtp: new SrtpSender(suite, bytes(keys.local)),
            rtcp: new SrtcpSender(other, bytes(rtcp.local)),
          };
    this.in =
      before?.in.key === inKey
        ? before.in
        : {
            key: inKey,
            rtp: new SrtpReceiver(suite, bytes(keys.remote)),
            rtcp: new SrtcpReceiver(other, bytes(rtcp.remote)),
          };
  }
}
