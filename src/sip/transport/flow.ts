import { Fault } from '../../core/fault.ts';

export const PROTOCOLS = ['UDP', 'TCP', 'TLS'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/** Where a message can be sent. */
export interface Target {
  readonly protocol: Protocol;
  /** An IP address. */
  readonly host: string;
  readonly port: number;
  /** What the certificate at the other end must be made out for; undefined lets any certificate pass. */
  readonly verify?: string | undefined;
}

/** The way a message came, or goes. */
export interface Flow extends Target {
  /** Our end of it, as the other end sees it where no router is between; the host is empty where nobody asked yet. */
  readonly local: { readonly host: string; readonly port: number };
  /** Of a connection; 0 for UDP. */
  readonly connection: number;
}

export type Hop = 'dns' | 'udp' | 'tcp' | 'tls' | 'time-out';

/** A message could not be brought to where it should go. */
export class UnreachableFault extends Fault {
  readonly hop: Hop;

  constructor(hop: Hop, message: string, cause?: unknown) {
    super('unavailable', message, { cause });
    this.hop = hop;
  }
}

export const hostPort = (host: string, port: number) => (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`);

/** Without the form in which IPv6 sockets write IPv4. */
export const plainAddress = (address: string) => address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
