/** How much of the speaker the network may use up. Bytes and milliseconds. */
export interface WebLimits {
  /** Connections open at once, over both ports. */
  readonly connections: number;
  /** Of these, from one address (IPv6: one /64 network). */
  readonly connectionsPerAddress: number;
  /** A request's first line and headers. */
  readonly headBytes: number;
  /** From the connection, or the request's first byte, to the end of its headers; also the TLS handshake. */
  readonly headMs: number;
  /** A connection between two requests. */
  readonly idleMs: number;
  /** A body kept in memory: JSON, XML, forms. */
  readonly bodyBytes: number;
  /** From the first look at such a body to its end. */
  readonly bodyMs: number;
  /** Between two pieces of a body of any size. */
  readonly stallMs: number;
  /** A peer that does not take its answer. */
  readonly sendMs: number;
  /** What is still read of a body that nobody wants, so that the peer can read the answer. */
  readonly lingerBytes: number;
  readonly lingerMs: number;
  /** WebSockets open at once. */
  readonly sockets: number;
  /** One message from a WebSocket's peer. */
  readonly messageBytes: number;
  /** What may wait for a WebSocket's peer that reads slowly. */
  readonly backlogBytes: number;
  /** How often a WebSocket's peer is asked whether it lives, and whether its login still holds. */
  readonly pingMs: number;
}

export const WEB_LIMITS: WebLimits = {
  connections: 512,
  connectionsPerAddress: 128,
  headBytes: 16 * 1024,
  headMs: 10_000,
  idleMs: 30_000,
  bodyBytes: 256 * 1024,
  bodyMs: 60_000,
  stallMs: 30_000,
  sendMs: 60_000,
  lingerBytes: 4 * 1024 * 1024,
  lingerMs: 1000,
  sockets: 32,
  messageBytes: 64 * 1024,
  backlogBytes: 1024 * 1024,
  pingMs: 30_000,
};
