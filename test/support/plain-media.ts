import { createSocket, type Socket } from 'node:dgram';
import { Fault } from '../../src/core/fault.ts';
import type { MediaFactory, MediaListener, MediaSession, MediaWish } from '../../src/sip/media/contract.ts';

/** What a call's media went through. */
export interface PlainCall {
  readonly wish: MediaWish;
  readonly received: () => number;
  readonly muted: () => boolean;
  readonly closed: () => boolean;
  readonly dtmf: string[];
  /** Sections with more addresses of the peer. */
  readonly trickled: string[];
}

/** Real RTP with PCMA or PCMU that sends back what it hears, as simple as it can be. */
export function plainMedia(): { factory: MediaFactory; calls: PlainCall[] } {
  const calls: PlainCall[] = [];
  return {
    calls,
    factory: {
      open(wish, listener) {
        const media = new PlainSession(wish, listener);
        calls.push({
          wish,
          received: () => media.received,
          muted: () => media.muted,
          closed: () => media.closed,
          dtmf: media.sent,
          trickled: media.trickled,
        });
        return media;
      },
    },
  };
}

class PlainSession implements MediaSession {
  received = 0;
  muted = false;
  closed = false;
  readonly sent: string[] = [];
  readonly trickled: string[] = [];
  readonly #wish: MediaWish;
  readonly #listener: MediaListener;
  #socket: Socket | undefined;
  #payloadType = 8;
  #lastEvent = -1;

  constructor(wish: MediaWish, listener: MediaListener) {
    this.#wish = wish;
    this.#listener = listener;
  }

  prepare(): void {
    // It is quick.
  }

  trickle(section: string): void {
    this.trickled.push(section);
  }

  async offer(): Promise<string> {
    return this.#section([8, 0], 'sendrecv');
  }

  async answer(offer: string): Promise<string> {
    const [, port = '0', formats = ''] = /^m=audio (\d+) RTP\/S?AVPF? (.*)$/m.exec(offer) ?? [];
    const common = formats
      .trim()
      .split(' ')
      .map(Number)
      .find(format => format === 8 || format === 0);
    if (common === undefined || port === '0') throw new Fault('unsupported', 'no common codec');
    this.#payloadType = common;
    const [, direction = 'sendrecv'] = /^a=(sendrecv|sendonly|recvonly|inactive)/m.exec(offer) ?? [];
    const answers = { sendrecv: 'sendrecv', sendonly: 'recvonly', recvonly: 'sendonly', inactive: 'inactive' };
    return this.#section([common], answers[direction as keyof typeof answers]);
  }

  async accept(answer: string): Promise<void> {
    const [, formats = '8'] = /^m=audio \d+ \S+ (.*)$/m.exec(answer) ?? [];
    this.#payloadType = Number(formats.split(' ')[0]);
  }

  mute(muted: boolean): void {
    this.muted = muted;
  }

  setGain(): void {
    // It has none.
  }

  sendDtmf(tones: string): void {
    this.sent.push(tones);
  }

  statistics() {
    return {
      codec: this.#payloadType === 8 ? 'PCMA/8000' : 'PCMU/8000',
      packetsReceived: this.received,
      packetsSent: this.received,
    };
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.#socket?.close();
  }

  async #section(formats: readonly number[], direction: string): Promise<string> {
    const port = await this.#open();
    const event = this.#wish.dtmfPayloadType;
    const family = this.#wish.localAddress.includes(':') ? 'IP6' : 'IP4';
    return [
      `m=audio ${port} RTP/AVP ${formats.join(' ')} ${event}`,
      `c=IN ${family} ${this.#wish.localAddress}`,
      ...formats.map(format => `a=rtpmap:${format} ${format === 8 ? 'PCMA' : 'PCMU'}/8000`),
      `a=rtpmap:${event} telephone-event/8000`,
      `a=fmtp:${event} 0-15`,
      `a=${direction}`,
      '',
    ].join('\r\n');
  }

  async #open(): Promise<number> {
    if (this.#socket === undefined) {
      const socket = createSocket(this.#wish.localAddress.includes(':') ? 'udp6' : 'udp4');
      await new Promise<void>(resolve => socket.bind(0, resolve));
      socket.on('message', (packet, { address, port }) => this.#packet(packet, { address, port }));
      this.#socket = socket;
    }
    return this.#socket.address().port;
  }

  #packet(packet: Buffer, from: { address: string; port: number }): void {
    if (this.closed || packet.length < 13) return;
    const type = packet[1]! & 0x7f;
    if (this.received++ === 0) this.#listener.connected();
    if (type === this.#wish.dtmfPayloadType) {
      this.#event(packet);
      return;
    }
    const echo = Buffer.from(packet);
    echo.writeUInt32BE(0x57e7, 8);
    this.#socket?.send(echo, from.port, from.address);
  }

  #event(packet: Buffer): void {
    const at = packet.readUInt32BE(4);
    if (at === this.#lastEvent) return;
    this.#lastEvent = at;
    this.#listener.dtmf('0123456789*#ABCD'[packet[12]!] ?? '');
  }
}
