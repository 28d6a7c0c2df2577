import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import { Fault } from '../../core/fault.ts';
import { plainAddress, type Target, UnreachableFault } from './flow.ts';

/** Longer datagrams are nobody's call; parsing them would cost what a call needs. */
const MAX_DATAGRAM = 16_384;
/** A burst may wait in the kernel while we are busy. */
const RECEIVE_BUFFER = 1 << 20;

type Received = (bytes: Buffer, from: { readonly host: string; readonly port: number }) => void;

/** One UDP port in both families of addresses, as far as the machine has them. */
export class UdpPort {
  readonly #sockets = new Map<4 | 6, Socket>();
  readonly #received: Received;
  port = 0;

  constructor(received: Received) {
    this.#received = received;
  }

  /** @param port 0 takes a free one. @throws Fault `conflict` where somebody has it */
  async open(port: number, address?: string): Promise<void> {
    this.port = port;
    const wanted = address === undefined ? ['0.0.0.0', '::'] : [address];
    for (const host of wanted) await this.#bind(host, wanted.length > 1 && host === '::');
  }

  close(): void {
    for (const socket of this.#sockets.values()) socket.close();
    this.#sockets.clear();
  }

  /** @param failed told when the kernel refuses it; silence is no failure here */
  send(bytes: Buffer, { host, port }: Pick<Target, 'host' | 'port'>, failed: (fault: UnreachableFault) => void): void {
    const socket = this.#sockets.get(isIPv6(host) ? 6 : 4);
    if (socket === undefined) {
      failed(new UnreachableFault('udp', `there is no way to ${host}`));
      return;
    }
    socket.send(bytes, port, host, error => {
      if (error !== null) failed(new UnreachableFault('udp', `UDP to ${host}: ${error.message}`, error));
    });
  }

  async #bind(host: string, mayFail: boolean): Promise<void> {
    const family = isIPv6(host) ? 6 : 4;
    const socket = createSocket({ type: `udp${family}`, ipv6Only: family === 6, recvBufferSize: RECEIVE_BUFFER });
    try {
      socket.bind(this.port, host);
      await once(socket, 'listening');
    } catch (error) {
      socket.close();
      if (mayFail) return;
      throw new Fault('conflict', `port ${this.port} (UDP) cannot be used: ${String(error)}`, { cause: error });
    }
    // Errors of single datagrams (an ICMP answer) are told by their callbacks or by time.
    socket.on('error', () => undefined);
    socket.on('message', (bytes, { address, port }) => {
      if (bytes.length <= MAX_DATAGRAM) this.#received(bytes, { host: plainAddress(address), port });
    });
    this.port = socket.address().port;
    this.#sockets.set(family, socket);
  }
}

/** Which of our addresses reaches a host: the kernel is asked, nothing is sent. */
export async function addressTowards(host: string): Promise<string> {
  const socket = createSocket({ type: isIPv6(host) ? 'udp6' : 'udp4' });
  try {
    socket.connect(9, host);
    await once(socket, 'connect');
    return plainAddress(socket.address().address);
  } catch (error) {
    throw new UnreachableFault('udp', `there is no way to ${host}`, error);
  } finally {
    socket.close();
  }
}
