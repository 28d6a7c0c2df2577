import { Readable } from 'node:stream';
import { OggOpusWriter } from '../dsp/ogg-opus-writer.ts';
import type { ReceiveFormat } from './receive-format.ts';

/** A peer that takes its sound this much later than it comes loses what is more. */
const BACKLOG_BYTES = 32 * 1024;
const BOUNDARY = 'myboundary';

/** How packets become the body of an answer. */
interface Framing {
  readonly type: string;
  readonly head: Uint8Array;
  readonly frame: (packet: Uint8Array) => Uint8Array;
}

const NOTHING = new Uint8Array(0);

/** Every packet as a part of its own. */
export const multipart = ({ type }: Pick<ReceiveFormat, 'type'>): Framing => ({
  type: `multipart/x-mixed-replace; boundary=${BOUNDARY}`,
  head: NOTHING,
  frame: packet =>
    Buffer.concat([
      Buffer.from(`--${BOUNDARY}\r\nContent-Type: ${type}\r\nContent-Length: ${packet.length}\r\n\r\n`),
      packet,
      Buffer.from('\r\n'),
    ]),
});

/**
 * One packet behind the other; Opus, which could not be told apart then, in Ogg.
 * @param serial of the Ogg stream, 32 bits
 */
export function singlepart({ codec, wish, type }: ReceiveFormat, serial: number): Framing {
  if (codec !== 'opus' || !('packetFrames' in wish)) return { type, head: NOTHING, frame: packet => packet };
  const ogg = new OggOpusWriter(serial);
  const frames = (wish.packetFrames * 48_000) / wish.format.sampleRate;
  return { type: 'audio/ogg; codecs=opus', head: ogg.head(), frame: packet => ogg.packet(packet, frames) };
}

/** A body that goes on for ever; whoever reads it too slowly loses whole packets, and nobody waits for that. */
export class PacketBody {
  readonly readable: Readable;
  readonly #framing: Framing;

  /** @param closed once, when nobody reads any more */
  constructor(framing: Framing, closed: () => void) {
    this.#framing = framing;
    this.readable = new Readable({
      read: () => undefined,
      destroy(error, done) {
        closed();
        done(error);
      },
    });
    this.readable.on('error', () => undefined); // before anybody sends it
    if (framing.head.length > 0) this.readable.push(framing.head);
  }

  push(packet: Uint8Array): void {
    if (this.readable.destroyed || this.readable.readableLength > BACKLOG_BYTES) return;
    this.readable.push(this.#framing.frame(packet));
  }

  fail(error: Error): void {
    this.readable.destroy(error);
  }
}
