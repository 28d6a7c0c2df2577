import type { Readable } from 'node:stream';
import type { Clock } from '../core/clock.ts';
import type { Fault, FaultKind } from '../core/fault.ts';
import type { Role } from '../core/role.ts';
import type { Shelf } from './shelf.ts';

/** Somebody who logged in. */
export interface FtpAccount {
  readonly name: string;
  readonly role: Role;
  /** Whether the log-in is still good. */
  readonly holds: () => boolean;
}

/** What commands work with: one client, as it stands. */
export interface Dialogue {
  readonly shelf: Shelf;
  readonly clock: Clock;
  /** Whether the control connection is encrypted. */
  readonly isSecure: boolean;
  /** Whether all has to be encrypted. */
  readonly needsTls: boolean;
  /** The name that a password is awaited for. */
  user: string;
  account: FtpAccount | undefined;
  /** Whether data connections are encrypted (RFC 4217, 9). */
  isPrivate: boolean;
  /** @throws Fault `forbidden`, `busy` */
  logIn(name: string, password: string): Promise<FtpAccount>;
  /** Waits at a port for the next data connection. @throws Fault `unavailable` */
  listen(): Promise<{ readonly address: string; readonly port: number }>;
  /** Sends a file or a list. @throws Fault */
  send(content: Readable): Promise<void>;
  /** Takes a file. @throws Fault, what `take` throws */
  receive<T>(take: (content: Readable, signal: AbortSignal) => Promise<T>): Promise<T>;
  /** Everything is encrypted as soon as the answer to this command is sent. */
  beginTls(): void;
  /** The connection ends as soon as the answer to this command is sent. */
  end(): void;
}

/** What a command is answered with: a code and a text (RFC 959, 4.2). */
export type Reply = string;

/** The codes that say why something cannot be. */
const CODES: Readonly<Record<FaultKind, number>> = {
  invalid: 553,
  'not-found': 550,
  conflict: 550,
  forbidden: 530,
  'too-large': 552,
  unsupported: 553,
  full: 552,
  busy: 421,
  unavailable: 425,
  failed: 426,
};

export const replyFor = ({ kind, message }: Fault): Reply => `${CODES[kind]} ${message.replaceAll(/[\r\n]+/g, ' ')}.`;
