import { randomInt } from 'node:crypto';
import type { PacketizerOptions } from '../rtp/rtp-packetizer.ts';
import { SrtpSender } from '../rtp/srtp/srtp-sender.ts';
import { RTP_FORMATS } from './rtp-format.ts';
import type { RtpTarget } from './rtp-target.ts';
import { suiteOf } from './srtp-key.ts';
import { TargetSocket } from './target-socket.ts';

/** ms of sound in each packet. */
export const PACKET_MS = 20;
/** What a codec without a type of its own is sent as. */
const DYNAMIC_TYPE = 97;

/** The way of packets to one target. */
export class RtpRoute {
  readonly #socket: TargetSocket;
  readonly #protect: (packet: Uint8Array) => Uint8Array;

  constructor(target: RtpTarget) {
    this.#socket = new TargetSocket(target);
    this.#protect = protectorOf(target);
  }

  /** @param failed why nothing can be sent */
  open(failed: (reason: string) => void): void {
    this.#socket.open(failed);
  }

  send(packet: Uint8Array): void {
    this.#socket.send(this.#protect(packet));
  }

  close(): void {
    this.#socket.close();
  }
}

/** How the packets to a target are numbered: from anywhere on, so that nobody guesses it (RFC 3550, 5.1). */
export const numberingOf = ({ codec }: RtpTarget): Omit<PacketizerOptions, 'encoder'> => ({
  clockRate: RTP_FORMATS[codec].clockRate,
  payloadType: RTP_FORMATS[codec].payloadType ?? DYNAMIC_TYPE,
  ssrc: randomInt(2 ** 32),
  sequence: randomInt(2 ** 16),
  timestamp: randomInt(2 ** 32),
});

function protectorOf({ srtpKey }: RtpTarget): (packet: Uint8Array) => Uint8Array {
  if (srtpKey === '') return packet => packet;
  const sender = new SrtpSender(suiteOf(srtpKey), Buffer.from(srtpKey, 'hex'));
  return packet => sender.protect(packet);
}
