import type { Clock } from '../../core/clock.ts';
import type { CallOpening } from './call-contract.ts';
import { type CallPath, hand, type PathKind, type PathListener } from './call-path.ts';
import type { Endpoint } from './latch.ts';
import { openNatPath } from './nat-path.ts';
import { openPortPair, type PortPair } from './port-pair.ts';

/** Two UDP ports: RTP and RTCP. */
class UdpPath implements CallPath {
  readonly port: number;
  readonly rtcpPort: number;
  readonly #pair: PortPair;

  readonly #listener: PathListener;

  constructor(pair: PortPair, listener: PathListener) {
    this.#pair = pair;
    this.#listener = listener;
    this.port = pair.port;
    this.rtcpPort = pair.port + 1;
    pair.rtp.on('message', (bytes, from) => hand(listener, 'rtp', bytes, from));
    pair.rtcp.on('message', (bytes, from) => hand(listener, 'rtcp', bytes, from));
  }

  /** Each datagram is told where to go. */
  describe(): void {
    this.#listener.ready();
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
export async function openPath(clock: Clock, opening: CallOpening, listener: PathListener): Promise<CallPath> {
  const pair = await openPortPair(opening.address, opening.startPort, opening.exact);
  return opening.nat === undefined ? new UdpPath(pair, listener) : openNatPath(clock, pair, opening, listener);
}
