import type { Clock } from '../../core/clock.ts';
import { candidate } from '../ice/candidates.ts';
import type { NatFound, NatWish } from '../ice/ice-contract.ts';
import { IceRole } from '../ice/ice-role.ts';
import type { CallFlow, CallOpening, CallWay } from './call-contract.ts';
import { type CallPath, hand, type PathKind, type PathListener } from './call-path.ts';
import type { Endpoint } from './latch.ts';
import { NatLane } from './nat-lane.ts';
import type { PortPair } from './port-pair.ts';
import { isRtcp } from './rtcp.ts';

/** So long servers are waited for: a caller should not notice, ms. */
const GATHER_MS = 3000;

/** Two UDP ports that can be reached from behind a router: by ICE, or by addresses that servers told or lent. */
class NatPath implements CallPath {
  readonly port: number;
  readonly rtcpPort: number;
  nat: NatFound | undefined;
  readonly #pair: PortPair;
  readonly #lanes: Record<PathKind, NatLane>;
  readonly #listener: PathListener;
  readonly #role = new IceRole();
  #flow: CallFlow | undefined;

  constructor(clock: Clock, pair: PortPair, opening: CallOpening & { readonly nat: NatWish }, listener: PathListener) {
    this.port = pair.port;
    this.rtcpPort = pair.port + 1;
    this.#pair = pair;
    this.#listener = listener;
    const lane = (kind: PathKind) =>
      new NatLane({
        ...{ clock, wish: opening.nat, role: this.#role, lost: listener.lost, found: () => this.#ready() },
        socket: pair[kind],
        host: candidate({
          ...{ type: 'host', component: kind === 'rtp' ? 1 : 2 },
          at: { address: opening.address, port: pair[kind].address().port },
          base: { address: opening.address, port: pair[kind].address().port },
        }),
        heard: (datagram, from) => this.#hear(kind, datagram, from),
      });
    this.#lanes = { rtp: lane('rtp'), rtcp: lane('rtcp') };
  }

  get way(): CallWay | undefined {
    return this.#lanes.rtp.way;
  }

  /** Asks the servers. */
  async gather(hasRtcp: boolean): Promise<void> {
    const { rtp, rtcp } = this.#lanes;
    const problems = new Set<string>();
    await Promise.all((hasRtcp ? [rtp, rtcp] : [rtp]).map(lane => lane.gather(GATHER_MS, why => problems.add(why))));
    const { address, port } = rtp.standard;
    // RTP and RTCP are told one address.
    const other = rtcp.candidates.find(each => each.address === address);
    this.nat = {
      candidates: [...rtp.candidates, ...(hasRtcp ? rtcp.candidates : [])],
      ...{ address, port, rtcpPort: hasRtcp ? (other ?? rtcp.standard).port : port },
      problems: [...problems],
    };
  }

  describe(flow: CallFlow): void {
    const { rtp, rtcp } = this.#lanes;
    const { ice, address } = flow;
    if (this.#flow === undefined && ice !== undefined) this.#role.isControlling = ice.isControlling || ice.isLite;
    this.#flow = flow;
    rtp.describe(ice, { address, port: flow.port });
    if (flow.rtcpMux === true) rtcp.rest();
    else rtcp.describe(ice, { address, port: flow.rtcpPort });
    this.#ready();
  }

  #ready(): void {
    const { rtp, rtcp } = this.#lanes;
    if (rtp.hasWay && (this.#flow?.rtcpMux === true || rtcp.hasWay)) this.#listener.ready();
  }

  send(kind: PathKind, datagram: Uint8Array, to: Endpoint): void {
    this.#lanes[kind].send(datagram, to);
  }

  close(): void {
    for (const lane of Object.values(this.#lanes)) lane.close();
    this.#pair.rtp.close();
    this.#pair.rtcp.close();
  }

  /** Who has shown by ICE that he is the peer speaks as from the address that he has told. */
  #hear(lane: PathKind, datagram: Uint8Array, from: Endpoint): void {
    const flow = this.#flow;
    if (flow?.ice === undefined) hand(this.#listener, lane, datagram, from);
    else if (this.#lanes[lane].knows(from)) {
      const isOfRtcp = lane === 'rtcp' || isRtcp(datagram);
      const port = isOfRtcp ? flow.rtcpPort : flow.port;
      hand(this.#listener, lane, datagram, { address: flow.address, port });
    }
  }
}

/** A path for a wish; servers that do not answer in time are left out. */
export async function openNatPath(
  clock: Clock,
  pair: PortPair,
  opening: CallOpening,
  listener: PathListener,
): Promise<CallPath> {
  const path = new NatPath(clock, pair, { ...opening, nat: opening.nat ?? {} }, listener);
  await path.gather(opening.rtcpMux !== true);
  return path;
}
