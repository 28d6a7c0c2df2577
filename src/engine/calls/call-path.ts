import type { CallOpening } from './call-contract.ts';
import type { Endpoint } from './latch.ts';
import { openPortPair, type PortPair } from './port-pair.ts';
import { isRtcp } from './rtcp.ts';

export type PathKind = 'rtp' | 'rtcp';

/** Takes what comes on a path. */
export interface PathListener {
  readonly heard: (kind: PathKind, datagram: Uint8Array, from: Endpoint) => void;
}

/** How a call's datagrams come and go. */
export interface CallPath {
  readonly port: number;
  readonly rtcpPort: number;
  send(kind: PathKind, datagram: Uint8Array, to: Endpoint): void;
  close(): void;
}

/** Two UDP ports: RTP and RTCP. */
class UdpPath implements CallPath {
  readonly port: number;
  readonly rtcpPort: number;
  readonly #pair: PortPair;

  constructor(pair: PortPair, { heard }: PathListener) {
    this.#pair = pair;
    this.port = pair.port;
    this.rtcpPort = pair.port + 1;
    pair.rtp.on('message', (bytes, from) => heard(isRtcp(bytes) ? 'rtcp' : 'rtp', bytes, from));
    pair.rtcp.on('message', (bytes, from) => heard('rtcp', bytes, from));
  }

  send(kind: PathKind, datagram: Uint8Array, { address, port }: Endpoint): void {
    // What the network does not take is lost, as on any network.
    if (port > 0) this.#pair[kind].send(datagram, port, address, () => undefined);
  }

  close(): void {
    this.#pair.rtp.close();
    this.#pair.rtcp.close();
  }
}

/** @throws Fault `busy` where no port is free, `unavailable` where the address is not ours */
export const openUdpPath = async (opening: CallOpening, listener: PathListener): Promise<CallPath> =>
  new UdpPath(await openPortPair(opening.address, opening.startPort, opening.exact), listener);
