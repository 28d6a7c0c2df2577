import { createSocket, type Socket } from 'node:dgram';
import type { Clock, Off } from '../../core/clock.ts';
import { isMulticast } from './is-multicast.ts';

/** How often the interfaces are looked at, ms: an address that comes or changes has to be joined on. */
const LOOK_MS = 2000;
/** What waits in the kernel, bytes: a second of the densest stream. */
const RECEIVE_BYTES = 512 * 1024;

interface GroupSocketOptions {
  readonly clock: Clock;
  readonly address: string;
  readonly port: number;
  /** The IPv4 addresses of this machine. */
  readonly interfaces: () => readonly string[];
  /** @param from address and port */
  readonly heard: (datagram: Uint8Array, from: string) => void;
  /** Why nothing can be heard, as a part of a sentence; undefined when it can. */
  readonly trouble: (reason: string | undefined) => void;
}

/**
 * Hears one multicast group on every interface, or one port of our own. What cannot be opened or joined is tried again:
 * an address may come later.
 */
export class GroupSocket {
  readonly #options: GroupSocketOptions;
  #socket: Socket | undefined;
  #open = false;
  readonly #joined = new Set<string>();

  constructor(options: GroupSocketOptions) {
    this.#options = options;
  }

  start(): Off {
    this.#listen();
    const off = this.#options.clock.every(LOOK_MS, () => this.#look());
    return () => {
      off();
      this.#close();
    };
  }

  #look(): void {
    if (this.#socket === undefined) this.#listen();
    else this.#join();
  }

  #listen(): void {
    const { address, port, heard } = this.#options;
    const socket = createSocket({ type: 'udp4', reuseAddr: isMulticast(address) });
    this.#socket = socket;
    socket.on('message', (datagram, { address: sender, port: from }) => heard(datagram, `${sender}:${from}`));
    socket.on('error', error => this.#fail(socket, error));
    // Bound to the group, not to all addresses: another group on the same port is another source.
    socket.bind({ address, port }, () => this.#begin(socket));
  }

  #begin(socket: Socket): void {
    if (socket !== this.#socket) return;
    this.#open = true;
    socket.setRecvBufferSize(RECEIVE_BYTES);
    this.#join();
  }

  /** Joins on every interface that has come, and forgets those that have gone: the kernel has left them already. */
  #join(): void {
    const { address, interfaces, trouble } = this.#options;
    if (!this.#open) return;
    if (!isMulticast(address)) {
      trouble(undefined);
      return;
    }
    const present = interfaces();
    for (const gone of this.#joined) if (!present.includes(gone)) this.#joined.delete(gone);
    const failures = present.filter(own => !this.#joined.has(own)).flatMap(own => this.#joinOn(own));
    trouble(this.#joined.size > 0 ? undefined : (failures[0] ?? 'no network interface has an address'));
  }

  #joinOn(own: string): string[] {
    try {
      this.#socket?.addMembership(this.#options.address, own);
    } catch (error) {
      // An interface that lost its address and got it back may still be a member.
      if (codeOf(error) !== 'EADDRINUSE') return [`${own} cannot join the group (${codeOf(error)})`];
    }
    this.#joined.add(own);
    return [];
  }

  #fail(socket: Socket, error: Error): void {
    if (socket !== this.#socket) return;
    this.#close();
    this.#options.trouble(reasonOf(this.#options, error));
  }

  #close(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    this.#open = false;
    this.#joined.clear();
    socket?.close();
  }
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error));

function reasonOf({ address, port }: GroupSocketOptions, error: Error): string {
  const code = codeOf(error);
  if (code === 'EADDRINUSE') return `port ${port} is used by another program`;
  if (code === 'EADDRNOTAVAIL') return `this speaker has no address ${address}`;
  return `${address}:${port} cannot be opened (${code})`;
}
