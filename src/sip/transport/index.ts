/** SIP's way through the network: sockets, servers by DNS, and requests that arrive although datagrams do not. */
export type { Certificate } from './connections.ts';
export { type Flow, hostPort, isPort, type Protocol, PROTOCOLS, type Target, UnreachableFault } from './flow.ts';
export { type LayerHandlers, type Sent, TransactionLayer } from './layer.ts';
export { locate, type Names, systemNames, type Wanted } from './locate.ts';
export { paramOf, SipMessage } from './message.ts';
export { parseMessage } from './parse.ts';
export { responseTo } from './response.ts';
export type { ServerTransaction } from './server-transaction.ts';
export { SipSockets } from './sockets.ts';
