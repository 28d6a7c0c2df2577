import { SrtcpReceiver, SrtcpSender } from '../rtp/srtp/srtcp.ts';
import type { SrtpSuite } from '../rtp/srtp/session-keys.ts';
import { SrtpReceiver } from '../rtp/srtp/srtp-receiver.ts';
import { SrtpSender } from '../rtp/srtp/srtp-sender.ts';

interface MasterKeys {
  readonly suite: SrtpSuite;
  /** Key and salt, one behind the other. */
  readonly local: Uint8Array;
  readonly remote: Uint8Array;
}

/** Encrypts and decrypts all of one call. */
export class CallCrypto {
  readonly rtpOut: SrtpSender;
  readonly rtpIn: SrtpReceiver;
  readonly rtcpOut: SrtcpSender;
  readonly rtcpIn: SrtcpReceiver;

  constructor({ suite, local, remote }: MasterKeys) {
    this.rtpOut = new SrtpSender(suite, local);
    this.rtpIn = new SrtpReceiver(suite, remote);
    this.rtcpOut = new SrtcpSender(suite, local);
    this.rtcpIn = new SrtcpReceiver(suite, remote);
  }
}
