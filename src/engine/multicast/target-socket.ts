import { createSocket, type Socket } from 'node:dgram';
import { openUdp } from '../udp/open-udp.ts';
import { isMulticast } from './is-multicast.ts';
import type { RtpTarget } from './rtp-target.ts';

/** Sends datagrams to one target. What the network does not take is lost, as on any network. */
export class TargetSocket {
  readonly #target: RtpTarget;
  #socket: Socket | undefined;
  #ready = false;

  constructor(target: RtpTarget) {
    this.#target = target;
  }

  /** @param failed why nothing can be sent, as the system says it */
  open(failed: (reason: string) => void): void {
    const socket = createSocket('udp4');
    this.#socket = socket;
    socket.on('error', error => failed(error.message));
    const fd = openUdp(this.#target.dscp);
    socket.bind(fd === undefined ? { port: 0 } : { fd }, () => this.#begin(socket, failed));
  }

  send(datagram: Uint8Array): void {
    const { address, port } = this.#target;
    // Told to nobody: a cable that is pulled out is not the end of an announcement.
    if (this.#ready) this.#socket?.send(datagram, port, address, () => undefined);
  }

  close(): void {
    this.#socket?.close();
    this.#socket = undefined;
    this.#ready = false;
  }

  #begin(socket: Socket, failed: (reason: string) => void): void {
    if (socket !== this.#socket) return;
    const { address, ttl, from } = this.#target;
    try {
      if (isMulticast(address)) {
        socket.setMulticastTTL(ttl);
        if (from !== '') socket.setMulticastInterface(from);
      } else socket.setTTL(Math.max(1, ttl));
      this.#ready = true;
    } catch (error) {
      failed(error instanceof Error ? error.message : String(error));
    }
  }
}
