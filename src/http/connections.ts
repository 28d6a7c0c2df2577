import type { Socket } from 'node:net';
import type { WebLimits } from './limits.ts';
import { peerKey } from './peer.ts';

/** Every connection that is open, over all ports: counts them, and closes what comes above the limits at once. */
export class Connections {
  readonly #limits: Pick<WebLimits, 'connections' | 'connectionsPerAddress'>;
  readonly #open = new Set<Socket>();
  readonly #perPeer = new Map<string, number>();

  constructor(limits: Pick<WebLimits, 'connections' | 'connectionsPerAddress'>) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#open.size;
  }

  /** Takes the connection in, or closes it where there are too many; false then. */
  admit(socket: Socket): boolean {
    socket.on('error', () => undefined); // a peer that breaks off is no fault of ours; `close` follows
    const { remoteAddress } = socket;
    const peer = peerKey(remoteAddress ?? '');
    const ofPeer = this.#perPeer.get(peer) ?? 0;
    const full = this.#open.size >= this.#limits.connections || ofPeer >= this.#limits.connectionsPerAddress;
    if (full || remoteAddress === undefined) {
      socket.destroy();
      return false;
    }
    this.#open.add(socket);
    this.#perPeer.set(peer, ofPeer + 1);
    socket.once('close', () => this.#leave(socket, peer));
    return true;
  }

  closeAll(): void {
    for (const socket of this.#open) socket.destroy();
  }

  #leave(socket: Socket, peer: string): void {
    this.#open.delete(socket);
    const left = (this.#perPeer.get(peer) ?? 1) - 1;
    if (left > 0) this.#perPeer.set(peer, left);
    else this.#perPeer.delete(peer);
  }
}
