import { connect, type Socket } from 'node:net';
import { Bell } from './bell.ts';

/** How long an answer is waited for, ms: what is broken may have none. */
const PATIENCE_MS = 150;
/** Of what comes back no more is kept; packets of a stream are long. */
const MOST_BYTES = 2_000_000;

/** One connection to the speaker's RTSP, its own or within HTTP, in whatever state what is said leaves it. */
export class RtspWire {
  readonly #sockets: readonly Socket[];
  readonly #write: (bytes: Buffer) => void;
  #heard = '';
  readonly #bell = new Bell(PATIENCE_MS);
  #ended = false;

  private constructor([down, ...others]: readonly [Socket, ...Socket[]], write: (bytes: Buffer) => void) {
    this.#sockets = [down, ...others];
    this.#write = write;
    for (const socket of this.#sockets) socket.setNoDelay(true).on('error', () => undefined);
    down
      .on('data', (bytes: Buffer) => {
        if (this.#heard.length < MOST_BYTES) this.#heard += bytes.toString('latin1');
        this.#bell.ring();
      })
      .on('close', () => {
        this.#ended = true;
        this.#bell.ring();
      });
  }

  /** @param from the own address, within 127.0.0.0/8 */
  static direct(port: number, from: string): RtspWire {
    const socket = connect({ port, host: '127.0.0.1', localAddress: from });
    return new RtspWire([socket], bytes => socket.write(bytes));
  }

  /** Within the answer to a GET and, as base64, the body of a POST. */
  static async tunnel(port: number, from: string, cookie: string): Promise<RtspWire> {
    const open = () => connect({ port, host: '127.0.0.1', localAddress: from });
    const head = (method: string, ...more: readonly string[]) =>
      [`${method} /axis-media/media.amp HTTP/1.1`, 'Host: speaker', `x-sessioncookie: ${cookie}`, ...more, '', ''].join(
        '\r\n',
      );
    const [down, up] = [open(), open()];
    const wire = new RtspWire([down, up], bytes => up.write(bytes.toString('base64')));
    down.write(head('GET', 'Accept: application/x-rtsp-tunnelled'));
    await wire.#bell.rung();
    up.write(head('POST', 'Content-Type: application/x-rtsp-tunnelled', 'Content-Length: 5000000'));
    return wire;
  }

  get isOpen(): boolean {
    return !this.#ended;
  }

  /** Of all answers. */
  get statuses(): readonly string[] {
    return [...this.#heard.matchAll(/RTSP\/1\.0 (\d{3}) /g)].map(([, status = '']) => status);
  }

  /** Heads of answers in which something stands that ends no line as it must, or is no letter. */
  get malformed(): readonly string[] {
    const heads = [...this.#heard.matchAll(/RTSP\/1\.0 \d{3} .*?\r\n\r\n/gs)].map(([head]) => head);
    return heads.filter(head => /[^\x20-\x7e]/.test(head.replaceAll('\r\n', '')));
  }

  /** Says it in two pieces, cut at a place, and waits until it is answered, for a while. */
  async say(bytes: Buffer, cut: number): Promise<void> {
    const before = this.statuses.length;
    this.#write(bytes.subarray(0, cut));
    await new Promise(resolve => setImmediate(resolve));
    this.#write(bytes.subarray(cut));
    while (this.isOpen && this.statuses.length === before && (await this.#bell.rung()));
  }

  /** @param abruptly without a word; a tunnel always: of one that only ends nobody knows whether its peer still hears */
  close(abruptly: boolean): void {
    for (const socket of this.#sockets) {
      if (abruptly || this.#sockets.length > 1) socket.resetAndDestroy();
      else socket.end(() => socket.destroy());
    }
  }
}
