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

/** Whether digits name a port; Node throws at those that cannot be. None names one by leaving it out. */
export const isPort = (digits: string | undefined): boolean =>
  digits === undefined || (Number(digits) >= 1 && Number(digits) <= 65_535);

/** What a failure to send is told as, whatever it was: what a peer writes must not end up as an error that nobody catches. */
export const asUnreachable = (error: unknown): UnreachableFault =>
  error instanceof UnreachableFault
    ? error
    : new UnreachableFault('udp', error instanceof Error ? error.message : String(error), error);

export const hostPort = (host: string, port: number) => (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`);

/** Without the form in which IPv6 sockets write IPv4. */
export const plainAddress = (address: string) => address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
