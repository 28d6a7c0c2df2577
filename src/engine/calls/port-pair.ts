import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { Fault } from '../../core/fault.ts';

/** Pairs of ports that are tried: more than calls there can be. */
const MAX_PAIRS = 128;
const LAST_PORT = 65_534;

/** Sockets for RTP and, one port higher, RTCP. */
export interface PortPair {
  readonly rtp: Socket;
  readonly rtcp: Socket;
  readonly port: number;
}

/**
 * Opens the first free pair whose RTP port is even (RFC 3550, 11).
 * @param address ours
 * @param exact only this port
 * @throws Fault `busy` where none is free, `unavailable` where the address is not ours
 */
export async function openPortPair(address: string, startPort: number, exact = false): Promise<PortPair> {
  const first = startPort + (startPort % 2);
  const last = exact ? first : Math.min(LAST_PORT, first + 2 * (MAX_PAIRS - 1));
  for (let port = first; port <= last; port += 2) {
    const rtp = await bind(address, port);
    const rtcp = rtp === undefined ? undefined : await bind(address, port + 1);
    if (rtp !== undefined && rtcp !== undefined) return { rtp, rtcp, port };
    rtp?.close();
  }
  throw new Fault('busy', `no port is free for a call's sound from ${startPort} on`);
}

/** undefined where somebody else has the port. */
function bind(address: string, port: number): Promise<Socket | undefined> {
  const isV6 = isIPv6(address);
  const socket = createSocket({
    type: isV6 ? 'udp6' : 'udp4',
    // Addresses need no looking up; by Node's own way what is sent just before the socket closes would be lost.
    lookup: (host, _options, found) => found(null, host, isV6 ? 6 : 4),
  });
  return new Promise((resolve, reject) => {
    socket.once('error', (error: NodeJS.ErrnoException) => {
      socket.close();
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(undefined);
      else reject(new Fault('unavailable', `sound cannot come to ${address}: ${error.message}`, { cause: error }));
    });
    socket.bind(port, address, () => {
      socket.removeAllListeners('error');
      // What the network says of single datagrams (nobody listens there) is no end of a call.
      socket.on('error', () => undefined);
      resolve(socket);
    });
  });
}
