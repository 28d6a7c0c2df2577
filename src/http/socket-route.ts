import type { Role } from '../core/role.ts';
import type { Caller } from './route.ts';

/** One open WebSocket (RFC 6455) as its route sees it. */
export interface LiveSocket {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly caller: Caller | undefined;
  /** Address of the peer. */
  readonly remote: string;
  /** Aborted when the socket is closed, by whichever side. */
  readonly signal: AbortSignal;
  /** Sends a message as JSON. A peer that does not keep up is cut off. Nothing happens on a closed socket. */
  send(message: unknown): void;
  /** Hears each text message of the peer; what it throws closes the socket. */
  onText(hear: (text: string) => unknown): void;
  /** Hears each message of bytes; a socket whose route does not hear them is closed by one. */
  onBytes(hear: (bytes: Uint8Array) => unknown): void;
  close(): void;
}

/** One WebSocket address: who may open it, what happens then. */
export interface SocketRoute {
  readonly path: string;
  readonly access: Role | 'anonymous';
  /** Lets a ticket in the query stand in for the login: who holds it, or undefined. */
  readonly ticket?: (query: URLSearchParams) => Caller | undefined;
  readonly open: (socket: LiveSocket) => void;
}
