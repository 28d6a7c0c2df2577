import { createSocket, type Socket } from 'node:dgram';
import { AudioEngine } from '../../src/audio/engine.ts';
import { MICROPHONE_PCM, SPEAKER_PCM } from '../../src/board/virtual/asound-conf.ts';
import { systemClock } from '../../src/core/clock.ts';
import { MessageLink } from '../../src/core/framing.ts';
import { createLog } from '../../src/core/log.ts';
import { startChild } from '../../src/core/process.ts';
import { buildRtp, parseRtp, type RtpPacket } from '../../src/engine/rtp/rtp-packet.ts';
import { createCallMedia } from '../../src/sip/media/index.ts';
import type { MediaFactory, MediaWish } from '../../src/sip/media/contract.ts';
import { testCard, type TestCard } from './virtual-card.ts';
import { until } from './until.ts';

const AUDIOD = new URL('../../dist/audiod.mjs', import.meta.url).pathname;
export const LOOPBACK = '127.0.0.1';

/** The real audio process on a virtual card that keeps real time, and calls in it. */
export interface CallRoom {
  readonly engine: AudioEngine;
  readonly media: MediaFactory;
  readonly card: TestCard;
  /** Of the audio process that runs now. */
  pid(): number | undefined;
  close(): Promise<void>;
}

export async function callRoom(): Promise<CallRoom> {
  const card = await testCard({ lockstep: false });
  let pid: number | undefined;
  const engine = new AudioEngine({
    clock: systemClock,
    log: createLog((level, area, message, details) => {
      if (process.env['TEST_LOG'] !== undefined) console.error(level, area, message, details);
    }, 'test'),
    restarted: () => undefined,
    spawn: () => {
      const child = startChild(AUDIOD, { env: card.environment });
      pid = child.pid;
      return {
        link: new MessageLink(child.socket),
        kill: () => child.kill('SIGKILL'),
        exited: child.exited.then(({ signal, code }) => signal ?? `code ${code ?? 0}`),
      };
    },
  });
  engine.openDevice({
    driver: 'portaudio',
    output: SPEAKER_PCM,
    input: MICROPHONE_PCM,
    latency: 'Low',
    separate: 'auto',
  });
  const stop = engine.start();
  await until('the card is open', () => engine.status?.device.state === 'open');
  return {
    engine,
    media: createCallMedia({ openSound: engine.calls.open.bind(engine.calls) }),
    card,
    pid: () => pid,
    async close() {
      await stop();
      await card.remove();
    },
  };
}

export const wish = (more: Partial<MediaWish> = {}): MediaWish => ({
  localAddress: LOOPBACK,
  codecs: ['PCMA'],
  encryption: 'none',
  keyExchange: 'sdes',
  rtpStartPort: 24_000,
  ice: false,
  stun: undefined,
  turn: undefined,
  dtmfPayloadType: 101,
  dtmfByRtp: true,
  halfDuplex: false,
  ...more,
});

/** What somebody who telephones sends and gets; his clock is the test's. */
export class RtpPeer {
  readonly heard: RtpPacket[] = [];
  readonly raw: Uint8Array[] = [];
  readonly #socket: Socket;
  sequence = 100;
  timestamp = 0;
  #closed = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('message', (bytes: Buffer) => {
      this.raw.push(Uint8Array.from(bytes));
      const packet = parseRtp(Uint8Array.from(bytes));
      if (packet !== undefined) this.heard.push(packet);
    });
  }

  static async open(): Promise<RtpPeer> {
    const socket = createSocket('udp4');
    await new Promise<void>(resolve => socket.bind(0, LOOPBACK, resolve));
    return new RtpPeer(socket);
  }

  get port(): number {
    return this.#socket.address().port;
  }

  packet(payloadType: number, payload: Uint8Array, ssrc = 5): Uint8Array {
    const { sequence, timestamp } = this;
    this.sequence = (sequence + 1) & 0xffff;
    return buildRtp({ payloadType, marker: false, sequence, timestamp, ssrc, payload });
  }

  send(datagram: Uint8Array, port: number): void {
    if (!this.#closed) this.#socket.send(datagram, port, LOOPBACK);
  }

  close(): void {
    this.#closed = true;
    this.#socket.close();
  }
}

/** The port of an `m=` section. */
export const portOf = (section: string) => Number(/^m=audio (\d+)/.exec(section)?.[1]);
