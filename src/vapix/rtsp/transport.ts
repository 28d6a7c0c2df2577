import { createSocket, type Socket } from 'node:dgram';
import { randomInt } from 'node:crypto';
import { Fault } from '../../core/fault.ts';

/** What carries the packets of a stream. */
export interface Carrier {
  /** What the answer to SETUP says of it. */
  readonly header: string;
  /** Packets go over the connection itself. */
  readonly isConnection: boolean;
  send(packet: Buffer): void;
  /** Sends a report beside the packets. */
  report(packet: Buffer): void;
  close(): void;
}

interface CarrierPeer {
  /** Address of the peer: packets go nowhere else. */
  readonly remote: string;
  /** Writes to the connection; undefined where nothing can be interleaved. */
  readonly write: (bytes: Buffer) => void;
  /** A tunnel has no way for packets beside it. */
  readonly takesUdp: boolean;
  /** Called when the peer says by RTCP that it hears. */
  readonly alive: () => void;
}

/** Ways that a peer may offer in one SETUP. */
const MOST_OFFERS = 8;

/**
 * The first of the offered transports (RFC 2326, 12.39) that we have: interleaved or unicast UDP to the peer itself.
 * @throws Fault `unsupported`
 */
export async function carrierFor(header: string, peer: CarrierPeer, ssrc: number): Promise<Carrier> {
  for (const offer of header.split(',').slice(0, MOST_OFFERS)) {
    const [profile = '', ...rest] = offer.split(';').map(part => part.trim());
    const fields = new Map(rest.map(part => part.split('=', 2) as [string, string | undefined]));
    if (fields.has('multicast')) continue;
    const mark = ssrc.toString(16).toUpperCase().padStart(8, '0');
    if (/^RTP\/AVP\/TCP$/i.test(profile)) return interleaved(channelIn(fields.get('interleaved')), peer, mark);
    const ports = portsIn(fields.get('client_port'));
    if (/^RTP\/AVP(\/UDP)?$/i.test(profile) && peer.takesUdp && ports !== undefined) return overUdp(ports, peer, mark);
  }
  throw new Fault('unsupported', 'this transport is not there');
}

function channelIn(text = '0-1'): number {
  const channel = Number(/^(\d{1,3})(-\d{1,3})?$/.exec(text)?.[1] ?? 256);
  if (channel > 254) throw new Fault('unsupported', 'the channels are wrong');
  return channel;
}

function portsIn(text = ''): readonly [number, number] | undefined {
  const [, first, second] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? [];
  if (first === undefined) return undefined;
  const ports = [Number(first), Number(second ?? Number(first) + 1)] as const;
  return ports.every(port => port > 0 && port < 65_536) ? ports : undefined;
}

function interleaved(channel: number, { write }: CarrierPeer, ssrc: string): Carrier {
  return {
    header: `RTP/AVP/TCP;unicast;interleaved=${channel}-${channel + 1};ssrc=${ssrc};mode="PLAY"`,
    isConnection: true,
    send: packet => write(framed(channel, packet)),
    report: packet => write(framed(channel + 1, packet)),
    close: () => undefined,
  };
}

const framed = (channel: number, packet: Buffer) =>
  Buffer.concat([Buffer.from([0x24, channel, packet.length >> 8, packet.length & 0xff]), packet]);

async function overUdp([rtp, rtcp]: readonly [number, number], peer: CarrierPeer, ssrc: string): Promise<Carrier> {
  const { sockets, port } = await openPair(peer.remote.includes(':') ? 'udp6' : 'udp4');
  for (const socket of sockets) {
    socket.on('message', (_message, { address }) => {
      if (address === peer.remote) peer.alive();
    });
  }
  let isOpen = true;
  return {
    header: `RTP/AVP;unicast;client_port=${rtp}-${rtcp};server_port=${port}-${port + 1};ssrc=${ssrc};mode="PLAY"`,
    isConnection: false,
    send: packet => {
      if (isOpen) sockets[0].send(packet, rtp, peer.remote, () => undefined);
    },
    report: packet => {
      if (isOpen) sockets[1].send(packet, rtcp, peer.remote, () => undefined);
    },
    close: () => {
      isOpen = false;
      for (const socket of sockets) socket.close();
    },
  };
}

const TRIES = 20;

/** Two ports, an even one and the next (RFC 3550, 11). @throws Fault `unavailable` */
async function openPair(type: 'udp4' | 'udp6'): Promise<{ sockets: readonly [Socket, Socket]; port: number }> {
  for (let tried = 0; tried < TRIES; tried++) {
    const port = 2 * randomInt(25_000, 30_000);
    const first = await open(type, port);
    const second = first === undefined ? undefined : await open(type, port + 1);
    if (first !== undefined && second !== undefined) return { sockets: [first, second], port };
    first?.close();
  }
  throw new Fault('unavailable', 'no ports are free');
}

function open(type: 'udp4' | 'udp6', port: number): Promise<Socket | undefined> {
  return new Promise(resolve => {
    const socket = createSocket({ type });
    socket.once('error', () => {
      socket.close();
      resolve(undefined);
    });
    socket.bind({ port, exclusive: true }, () => {
      socket.removeAllListeners('error').on('error', () => undefined); // a peer that is gone is no fault of ours
      resolve(socket);
    });
  });
}
