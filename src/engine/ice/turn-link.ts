import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls, rootCertificates } from 'node:tls';
import type { Clock } from '../../core/clock.ts';
import type { TurnLogin } from './ice-contract.ts';

/** The way to a TURN server. */
export interface TurnLink {
  /** Nothing is repeated on it. */
  readonly isStream: boolean;
  send(message: Uint8Array): void;
  listen(heard: (message: Uint8Array) => void): void;
  close(): void;
}

const HEAD_BYTES = 20;
const CHANNEL_HEAD_BYTES = 4;
/** A server that says more at once is none. */
const MAX_MESSAGE_BYTES = 4096;
/** What waits to be sent on a stream; sound that is older is worth nothing. */
const MAX_WAITING_BYTES = 32_768;
/** So long what was said last may take to go out, ms. */
const FAREWELL_MS = 1000;

/** Cuts a stream at its messages (RFC 8656, 12.5; RFC 8489, 6.2.2). */
export class TurnFramer {
  #waiting = Buffer.alloc(0);

  /** @returns the messages that are whole now; undefined where it is no TURN */
  feed(bytes: Uint8Array): Buffer[] | undefined {
    this.#waiting = Buffer.concat([this.#waiting, bytes]);
    const messages: Buffer[] = [];
    while (this.#waiting.length >= CHANNEL_HEAD_BYTES) {
      const isChannel = this.#waiting[0]! >= 0x40;
      const told = this.#waiting.readUInt16BE(2);
      const length = isChannel ? CHANNEL_HEAD_BYTES + Math.ceil(told / 4) * 4 : HEAD_BYTES + told;
      if (length > MAX_MESSAGE_BYTES) return undefined;
      if (this.#waiting.length < length) break;
      messages.push(this.#waiting.subarray(0, length));
      this.#waiting = this.#waiting.subarray(length);
    }
    return messages;
  }
}

interface StreamLinkOptions {
  readonly clock: Clock;
  readonly login: TurnLogin;
  /** Our address. */
  readonly from: string;
  /** Told once, where the connection breaks or never was. */
  readonly lost: (why: string) => void;
}

/** A server that is reached by TCP or TLS. */
export function streamLink({ clock, login, from, lost }: StreamLinkOptions): TurnLink {
  const framer = new TurnFramer();
  const { address: host, port } = login;
  let hear: (message: Uint8Array) => void = () => undefined;
  let ended = false;
  const fail = (why: string) => {
    if (!ended) lost(`the connection to the TURN server broke: ${why}`);
    close();
  };
  const tcp: Socket = connect({ host, port, localAddress: from });
  const socket = login.transport === 'tls' ? connectTls({ socket: tcp, ...trustOf(login) }) : tcp;
  const close = () => {
    ended = true;
    // What was said last still goes out.
    socket.end();
    clock.after(FAREWELL_MS, () => tcp.destroy());
  };
  tcp.setNoDelay(true);
  // Of both: an error that nobody hears ends the process.
  tcp.on('error', error => fail(error.message));
  socket.on('error', (error: Error) => fail(error.message));
  socket.on('close', () => fail('it was closed'));
  socket.on('data', (bytes: Buffer) => {
    const messages = ended ? [] : framer.feed(bytes);
    if (messages === undefined) fail('what it says is no TURN');
    else for (const message of messages) hear(message);
  });
  return {
    isStream: true,
    send(message) {
      if (!socket.destroyed && socket.writable && socket.writableLength < MAX_WAITING_BYTES) socket.write(message);
    },
    listen(heard) {
      hear = heard;
    },
    close,
  };
}

function trustOf({ verify: name, authorities = [] }: TurnLogin) {
  if (name === undefined) return { rejectUnauthorized: false };
  const ca = [...rootCertificates, ...authorities];
  return { rejectUnauthorized: true, ca, host: name, ...(isIP(name) === 0 ? { servername: name } : {}) };
}
