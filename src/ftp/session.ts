import type { Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import { type SecureContext, TLSSocket } from 'node:tls';
import type { Clock } from '../core/clock.ts';
import { type Errand, onErrand } from '../core/errand.ts';
import { conflict, Fault } from '../core/fault.ts';
import type { Log } from '../core/log.ts';
import { isDeed, obey } from './commands.ts';
import { type Dialogue, type FtpAccount, type Reply, replyFor } from './dialogue.ts';
import { Lines } from './lines.ts';
import { Passive } from './passive.ts';
import type { Shelf } from './shelf.ts';

export interface SessionDeps {
  readonly shelf: Shelf;
  readonly needsTls: () => boolean;
  readonly firstPort: () => number;
  readonly context: () => SecureContext;
  readonly logIn: (remote: string, name: string, password: string) => Promise<FtpAccount>;
  /** Told of what was done with files. */
  readonly answered: (deed: { errand: Errand; method: string; path: string; status: number }) => void;
  /** Told once, when it is over. */
  readonly ended: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** Whoever says nothing for so long, ms, is gone. */
const IDLE_MS = 300_000;
/** Commands that may wait for the one before. */
const MOST_WAITING = 16;
const MOST_WRONG = 3;

/** One client, from its first line to its last. */
export class FtpSession {
  readonly #deps: SessionDeps;
  readonly #remote: string;
  readonly #local: string;
  readonly #lines = new Lines();
  readonly #dialogue: Dialogue;
  #socket: Socket;
  #waiting: string[] = [];
  #isBusy = false;
  #after: (() => void) | undefined;
  #passive: Passive | undefined;
  #transfer: AbortController | undefined;
  #wrong = 0;

  constructor(socket: Socket, deps: SessionDeps) {
    this.#deps = deps;
    this.#remote = socket.remoteAddress ?? '';
    this.#local = socket.localAddress ?? '';
    this.#socket = socket;
    this.#dialogue = this.#createDialogue();
  }

  start(): void {
    this.#attach(this.#socket);
    this.#say('220 Audio clips of a Stentor speaker. AUTH TLS is welcome.');
  }

  /** Ends it at once. */
  close(): void {
    this.#transfer?.abort();
    this.#passive?.close();
    this.#socket.destroy();
    this.#deps.ended();
  }

  #attach(socket: Socket): void {
    socket.setTimeout(IDLE_MS);
    socket.on('data', (piece: Buffer) => this.#hear(piece));
    socket.on('timeout', () => {
      if (this.#isBusy) return;
      this.#say('421 Nothing was said for too long.');
      this.close();
    });
    socket.on('error', () => undefined);
    socket.once('close', () => {
      if (socket === this.#socket) this.close();
    });
  }

  #hear(piece: Buffer): void {
    try {
      for (const line of this.#lines.take(piece)) this.#take(line);
    } catch (error) {
      this.#say(`421 ${(error as Error).message}.`);
      this.close();
    }
  }

  /** One command after the other, but for that which ends the one before. */
  #take(line: string): void {
    if (/^abor\b/i.test(line) && this.#transfer !== undefined) {
      this.#transfer.abort();
    }
    if (this.#waiting.length >= MOST_WAITING) throw new Error('one command after the other, please');
    this.#waiting.push(line);
    if (!this.#isBusy) void this.#work();
  }

  async #work(): Promise<void> {
    this.#isBusy = true;
    for (let line = this.#waiting.shift(); line !== undefined; line = this.#waiting.shift()) {
      this.#say(await this.#answer(line));
      this.#after?.();
      this.#after = undefined;
    }
    this.#isBusy = false;
  }

  async #answer(line: string): Promise<Reply> {
    const [, word = '', argument = ''] = /^(\S*) ?(.*)$/s.exec(line) ?? [];
    const verb = word.toUpperCase();
    const { account } = this.#dialogue;
    const errand: Errand = { address: this.#remote, via: 'ftp', changes: [], isOver: false };
    if (account !== undefined) errand.account = account.name;
    const reply = await onErrand(errand, () => this.#obey(verb, argument));
    if (isDeed(verb) && account !== undefined) {
      const path = `/${argument.replace(/^\/+/, '').slice(0, 200)}`;
      this.#deps.answered({ errand, method: verb, path, status: Number.parseInt(reply, 10) });
    }
    errand.isOver = true;
    return reply;
  }

  async #obey(verb: string, argument: string): Promise<Reply> {
    try {
      return await obey(this.#dialogue, verb, argument);
    } catch (error) {
      if (error instanceof Fault) return this.#refuse(error);
      this.#deps.log.error('an FTP command failed', { verb, error: String((error as Error).stack ?? error) });
      return '451 Something went wrong in the speaker.';
    }
  }

  #refuse(fault: Fault): Reply {
    this.#wrong += fault.kind === 'forbidden' ? 1 : 0;
    if (fault.kind === 'busy' || this.#wrong >= MOST_WRONG) {
      this.#after = () => this.#socket.end();
      return replyFor(fault).replace(/^\d+/, '421');
    }
    return replyFor(fault);
  }

  #say(reply: Reply): void {
    if (this.#socket.writable) this.#socket.write(`${reply}\r\n`);
  }

  #createDialogue(): Dialogue {
    const { shelf, clock, needsTls } = this.#deps;
    const isSecure = () => this.#socket instanceof TLSSocket;
    return {
      shelf,
      clock,
      user: '',
      account: undefined,
      isPrivate: false,
      get isSecure() {
        return isSecure();
      },
      get needsTls() {
        return needsTls();
      },
      logIn: (name, password) => this.#deps.logIn(this.#remote, name, password),
      listen: () => this.#listen(),
      send: content => this.#send(content),
      receive: take => this.#receive(take),
      beginTls: () => (this.#after = () => this.#secure()),
      end: () => (this.#after = () => this.#socket.end()),
    };
  }

  async #listen() {
    this.#passive?.close();
    this.#passive = undefined;
    const { clock, firstPort } = this.#deps;
    const [remote, local] = [this.#remote, this.#local];
    this.#passive = await Passive.open({ remote, local, firstPort: firstPort(), clock });
    return { address: local.replace(/^::ffff:/i, ''), port: this.#passive.port };
  }

  async #send(content: Readable): Promise<void> {
    await this.#transferring(async (socket, signal) => {
      await pipeline(content, socket, { signal });
    });
  }

  #receive<T>(take: (content: Readable, signal: AbortSignal) => Promise<T>): Promise<T> {
    return this.#transferring(take);
  }

  async #transferring<T>(move: (socket: Socket, signal: AbortSignal) => Promise<T>): Promise<T> {
    const passive = this.#passive;
    this.#passive = undefined;
    if (passive === undefined) throw new Fault('unavailable', 'EPSV or PASV comes first');
    const { isPrivate, needsTls } = this.#dialogue;
    const transfer = new AbortController();
    this.#transfer = transfer;
    try {
      if (needsTls && !isPrivate) throw conflict('files go over TLS here: PROT P comes first');
      this.#say('150 Here it goes.');
      const { signal } = transfer;
      return await move(await passive.connection(isPrivate ? this.#deps.context() : undefined, signal), signal);
    } catch (error) {
      if (error instanceof Fault) throw error;
      throw new Fault('failed', 'the data connection broke off', { cause: error });
    } finally {
      this.#transfer = undefined;
      passive.close();
    }
  }

  /** What came before is not of this connection. */
  #secure(): void {
    const plain = this.#socket;
    plain.setTimeout(0);
    for (const event of ['data', 'timeout', 'close']) plain.removeAllListeners(event);
    this.#lines.forget();
    this.#waiting = [];
    const socket = new TLSSocket(plain, { isServer: true, secureContext: this.#deps.context() });
    this.#socket = socket;
    this.#attach(socket);
  }
}
