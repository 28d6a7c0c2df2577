import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { buildMessage, MESSAGE, MessageSplitter, textBody } from '../../src/engine/snapcast/message.ts';

const BUFFER_MS = 600;
/** 48 kHz, 16 bits, one channel. */
const RATE = 48_000;

/** A server of Snapcast that sends what it is told to; its clock is this machine's. */
export class FakeSnapserver {
  readonly #server: Server;
  #client: Socket | undefined;
  #number = 0;

  private constructor() {
    this.#server = createServer(socket => this.#welcome(socket));
  }

  static async start(): Promise<FakeSnapserver> {
    const fake = new FakeSnapserver();
    await new Promise<void>(resolve => fake.#server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get connected(): boolean {
    return this.#client !== undefined;
  }

  /** ms of the clock by which sound is stamped. */
  now(): number {
    return performance.now();
  }

  /** Sends a piece of a soft tone, or other bytes. */
  chunk(stampMs: number, body: Uint8Array = tone(20)): void {
    const head = Buffer.alloc(12);
    head.writeInt32LE(Math.floor(stampMs / 1000), 0);
    head.writeInt32LE(Math.floor((stampMs % 1000) * 1000), 4);
    head.writeUInt32LE(body.length, 8);
    this.#send(MESSAGE.chunk, Buffer.concat([head, body]));
  }

  /** Says what is sent from now on. */
  codec(name: string, header: Uint8Array = wavHeader()): void {
    this.#send(MESSAGE.codecHeader, Buffer.concat([textBody(name), lengthOf(header), header]));
  }

  close(): void {
    this.#client?.destroy();
    this.#server.close();
  }

  #welcome(socket: Socket): void {
    this.#client = socket;
    const splitter = new MessageSplitter();
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (this.#client === socket) this.#client = undefined;
    });
    socket.on('data', (piece: Buffer) => {
      for (const { type, sentMs } of splitter.take(piece)) if (type === MESSAGE.time) this.#tellTime(sentMs);
    });
    const settings = { bufferMs: BUFFER_MS, latency: 0, muted: false, volume: 100 };
    this.#send(MESSAGE.settings, textBody(JSON.stringify(settings)));
    this.codec('pcm');
  }

  #tellTime(sentMs: number): void {
    const way = this.now() - sentMs;
    const body = Buffer.alloc(8);
    body.writeInt32LE(Math.floor(way / 1000), 0);
    body.writeInt32LE(Math.floor((way - Math.floor(way / 1000) * 1000) * 1000), 4);
    this.#send(MESSAGE.time, body);
  }

  #send(type: number, body: Uint8Array): void {
    this.#client?.write(buildMessage({ type, sentMs: this.now(), body }, this.#number++));
  }
}

function tone(ms: number): Buffer {
  const frames = (RATE * ms) / 1000;
  const bytes = Buffer.alloc(frames * 2);
  for (let i = 0; i < frames; i++) bytes.writeInt16LE(Math.round(3000 * Math.sin((2 * Math.PI * i) / 48)), 2 * i);
  return bytes;
}

function lengthOf(bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return length;
}

function wavHeader(): Buffer {
  const header = Buffer.alloc(44);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(RATE, 24);
  header.writeUInt16LE(16, 34);
  return header;
}
