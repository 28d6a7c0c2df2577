import { createHash } from 'node:crypto';
import { connect, type Socket } from 'node:net';

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

/** An answer of an RTSP server. */
export interface RtspAnswer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

const NONE: RtspAnswer = { status: 0, headers: new Map(), body: '' };

interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** A small client of RTSP 1.0 that logs in as old clients do: by Digest without qop, over the address that it is told. */
export class RtspClient {
  readonly socket: Socket;
  /** Packets by channel. */
  readonly frames: { readonly channel: number; readonly packet: Buffer }[] = [];
  closed = false;
  #waiting: Buffer = Buffer.alloc(0);
  #sequence = 0;
  #answered: (answer: RtspAnswer) => void = () => undefined;
  #challenge = '';

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('error', () => undefined);
    socket.on('data', (data: Buffer) => this.hear(data));
    socket.on('close', () => {
      this.closed = true;
      this.#answered(NONE);
    });
  }

  static async open(url: string): Promise<RtspClient> {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    return new RtspClient(socket);
  }

  /** The answer; its status is 0 where the connection ends without one. */
  ask(method: string, url: string, headers: readonly string[] = []): Promise<RtspAnswer> {
    const lines = [`${method} ${url} RTSP/1.0`, `CSeq: ${++this.#sequence}`, ...headers];
    const answer = new Promise<RtspAnswer>(resolve => (this.#answered = resolve));
    if (this.closed) this.#answered(NONE);
    this.send(`${lines.join('\r\n')}\r\n\r\n`);
    return answer;
  }

  /** As `ask`, with the login that the last challenge wants; `signed` is the address that it is made over. */
  async login(
    method: string,
    url: string,
    { user, password, signed = url, headers = [] }: Credentials & { signed?: string; headers?: readonly string[] },
  ): Promise<RtspAnswer> {
    // By their places, as Kane610 takes them: realm and nonce stand between the first quotes.
    const [, realm = '', , nonce = ''] = this.#challenge.split('"');
    const response = md5(`${md5(`${user}:${realm}:${password}`)}:${nonce}:${md5(`${method}:${signed}`)}`);
    const fields = `username="${user}", realm="${realm}", nonce="${nonce}", uri="${signed}", response="${response}"`;
    return this.ask(method, url, [`Authorization: Digest ${fields}`, ...headers]);
  }

  send(text: string | Buffer): void {
    this.socket.write(text);
  }

  hear(data: Buffer): void {
    this.#waiting = Buffer.concat([this.#waiting, data]);
    while (this.#take());
  }

  /** The documents that came, each put together from its packets. */
  documents(channel = 0): string[] {
    return documentsIn(this.frames.filter(frame => frame.channel === channel).map(({ packet }) => packet));
  }

  close(): void {
    this.socket.destroy();
  }

  #take(): boolean {
    if (this.#waiting[0] === 0x24) {
      const length = this.#waiting.length < 4 ? Infinity : 4 + this.#waiting.readUInt16BE(2);
      if (this.#waiting.length < length) return false;
      this.frames.push({ channel: this.#waiting[1] ?? 0, packet: this.#waiting.subarray(4, length) });
      this.#waiting = this.#waiting.subarray(length);
      return true;
    }
    const end = this.#waiting.indexOf('\r\n\r\n');
    if (end < 0) return false;
    const [first = '', ...lines] = this.#waiting.toString('utf8', 0, end).split('\r\n');
    const headers = new Map(
      lines.map(line => [line.split(':', 1)[0]?.toLowerCase() ?? '', line.replace(/^[^:]*: ?/, '')]),
    );
    const length = end + 4 + Number(headers.get('content-length') ?? 0);
    if (this.#waiting.length < length) return false;
    const body = this.#waiting.toString('utf8', end + 4, length);
    this.#waiting = this.#waiting.subarray(length);
    this.#challenge = headers.get('www-authenticate') ?? this.#challenge;
    this.#answered({ status: Number(first.split(' ')[1]), headers, body });
    return true;
  }
}

/** RTP packets, put together at the markers. */
export function documentsIn(packets: readonly Buffer[]): string[] {
  const documents: string[] = [];
  let open = '';
  for (const packet of packets) {
    open += packet.toString('utf8', 12);
    if (((packet[1] ?? 0) & 0x80) === 0) continue;
    documents.push(open);
    open = '';
  }
  return documents;
}
