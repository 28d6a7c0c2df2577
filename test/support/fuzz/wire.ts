import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { Bell } from './bell.ts';

/** What came back for the bytes that were sent. */
export interface Told {
  /** Of the last answer that is no `100 Continue`; 0 where none came. */
  readonly status: number;
  /** Whether the connection may serve another request. */
  readonly isOpen: boolean;
  /** The answer's beginning. */
  readonly text: string;
}

/** How long an answer is waited for before the half of the connection that sends is closed, and then before it is given up, ms. */
const PATIENCE_MS = 400;
/** An answer that is longer is cut off: live sound never ends. */
const MOST_BYTES = 300_000;

/** A connection that is used again and again, in whatever state the requests leave it. */
export class Wire {
  readonly #socket: Socket;
  #heard: Buffer = Buffer.alloc(0);
  readonly #bell = new Bell(PATIENCE_MS);
  #ended = false;

  /** @param from the own address, within 127.0.0.0/8 */
  constructor(port: number, from: string, isSecure: boolean) {
    const options = { port, host: '127.0.0.1', localAddress: from };
    this.#socket = isSecure
      ? connectTls({ ...options, rejectUnauthorized: false })
      : connect({ ...options, allowHalfOpen: true });
    this.#socket
      .on('data', (bytes: Buffer) => {
        this.#heard = Buffer.concat([this.#heard, bytes]);
        this.#bell.ring();
      })
      .on('error', () => undefined)
      .on('end', () => this.#end())
      .on('close', () => this.#end());
  }

  /** @param after what is sent once the server has changed to another protocol */
  async ask(bytes: Buffer, after: Buffer): Promise<Told> {
    this.#heard = Buffer.alloc(0);
    this.#socket.write(bytes);
    let told = await this.#answer();
    if (told === undefined) {
      this.#socket.end();
      told = await this.#answer();
    }
    if (told?.status === 101) {
      this.#socket.write(after);
      await this.#bell.rung();
    }
    const { status = 0, isOpen = false } = told ?? {};
    return { status, isOpen: isOpen && !this.#ended, text: this.#heard.toString('latin1', 0, 2000) };
  }

  close(): void {
    this.#socket.destroy();
  }

  #end(): void {
    this.#ended = true;
    this.#bell.ring();
  }

  /** Undefined where no whole one came in time. */
  async #answer(): Promise<{ status: number; isOpen: boolean } | undefined> {
    for (;;) {
      const found = answerIn(this.#heard, this.#ended);
      if (found !== undefined || this.#ended) return found;
      if (!(await this.#bell.rung())) return partOf(this.#heard);
    }
  }
}

const statusIn = (head: string) => Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1] ?? 0);

/** An answer whose end is still to come. */
function partOf(heard: Buffer): { status: number; isOpen: boolean } | undefined {
  const status = statusIn(heard.toString('latin1', 0, 20));
  return status > 199 || status === 101 ? { status, isOpen: false } : undefined;
}

/** The answer at the beginning, where it is whole. */
function answerIn(heard: Buffer, ended: boolean): { status: number; isOpen: boolean } | undefined {
  const end = heard.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = heard.toString('latin1', 0, end);
  const status = statusIn(head);
  if (status === 100) return answerIn(heard.subarray(end + 4), ended);
  if (status === 101) return { status, isOpen: false };
  const body = heard.subarray(end + 4);
  const isOpen = !/\nconnection: close/i.test(head);
  const left = leftOf(body, head, status);
  if (left <= 0) return { status, isOpen: isOpen && left === 0 };
  return ended || body.length > MOST_BYTES ? { status, isOpen: false } : undefined;
}

/** Bytes of the body that are still to come; of one that only ends with the connection, endlessly many. */
function leftOf(body: Buffer, head: string, status: number): number {
  if (/\ntransfer-encoding: chunked/i.test(head))
    return body.subarray(-5).toString('latin1') === '0\r\n\r\n' ? 0 : Infinity;
  const length = /\ncontent-length: (\d+)/i.exec(head)?.[1];
  if (length !== undefined) return Number(length) - body.length;
  return status === 204 || status === 304 ? -body.length : Infinity;
}
