import type { Socket } from 'node:net';
import type { Off } from '../core/clock.ts';
import type { WebLimits } from './limits.ts';
import { peerKey } from './peer.ts';

interface Connection {
  readonly socket: Socket;
  readonly peer: string;
  /** Requests that are being answered on it. */
  busy: number;
  /** What comes when all of them were answered. */
  readonly next: (() => void)[];
}

type Limits = Pick<WebLimits, 'connections' | 'connectionsPerAddress'>;

/** Every connection that is open, over all ports, and never more than the limits allow. */
export class Connections {
  readonly #limits: Limits;
  /** The oldest first. */
  readonly #open = new Map<string, Connection>();

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#open.size;
  }

  /**
   * Takes a connection in. Where there are too many, the one that has been open longest without a request being
   * answered makes room; where all are busy the new one is closed, and the answer is false.
   */
  admit(socket: Socket): boolean {
    socket.on('error', () => undefined); // a peer that breaks off is no fault of ours; `close` follows
    if (socket.remoteAddress === undefined) return false;
    const peer = peerKey(socket.remoteAddress);
    if (!this.#hasRoomFor(peer)) {
      socket.destroy();
      return false;
    }
    const key = keyOf(socket);
    const connection: Connection = { socket, peer, busy: 0, next: [] };
    this.#open.set(key, connection);
    socket.once('close', () => {
      if (this.#open.get(key) === connection) this.#open.delete(key);
    });
    return true;
  }

  /** Says that a request is being answered on this connection (or the TLS one inside it), until the return is called. */
  answering(socket: Socket): Off {
    const connection = this.#open.get(keyOf(socket));
    if (connection === undefined) return () => undefined;
    connection.busy += 1;
    return () => {
      connection.busy -= 1;
      while (connection.busy === 0 && connection.next.length > 0) connection.next.shift()?.();
    };
  }

  /** Calls when all requests on this connection that came before were answered: now, where there is none. */
  whenAnswered(socket: Socket, then: () => void): void {
    const connection = this.#open.get(keyOf(socket));
    if (connection === undefined || connection.busy === 0) then();
    else connection.next.push(then);
  }

  isBusy(socket: Socket): boolean {
    return (this.#open.get(keyOf(socket))?.busy ?? 0) > 0;
  }

  /** Closes those on which nothing is being answered, or all. */
  close(which: 'idle' | 'all'): void {
    for (const { socket, busy } of [...this.#open.values()]) if (which === 'all' || busy === 0) socket.destroy();
  }

  #hasRoomFor(peer: string): boolean {
    const { connections, connectionsPerAddress } = this.#limits;
    const open = [...this.#open.entries()];
    const ofPeer = open.filter(([, connection]) => connection.peer === peer);
    const crowd = ofPeer.length >= connectionsPerAddress ? ofPeer : open.length >= connections ? open : undefined;
    if (crowd === undefined) return true;
    const [key, idle] = crowd.find(([, { busy }]) => busy === 0) ?? [];
    if (key === undefined) return false;
    this.#open.delete(key); // now: its `close` comes only after this connection was let in
    idle?.socket.destroy();
    return true;
  }
}

/** A connection's two ends name it while it is open, and TLS sockets name the ends of the one they wrap. */
const keyOf = ({ remoteAddress, remotePort, localPort }: Socket) =>
  `${remoteAddress ?? ''} ${remotePort ?? 0} ${localPort ?? 0}`;
