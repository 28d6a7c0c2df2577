import { Fault } from '../core/fault.ts';
import { OggReader } from '../dsp/ogg-reader.ts';

/** The two packets that a stream begins with (RFC 7845, 5). */
const HEADERS = /^Opus(Head|Tags)/;
const MARK_BYTES = 8;
/** Where no packet is in so many bytes, there is none. */
const PATIENCE_BYTES = 256 * 1024;

/**
 * The packets of Opus in a body, where they are in Ogg.
 * @throws Fault `unsupported` where there are none
 */
export async function* opusPackets(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = new OggReader();
  let [bytes, packets] = [0, 0];
  for await (const piece of body) {
    bytes += piece.length;
    for (const packet of reader.read(piece)) {
      packets++;
      if (!isHeader(packet)) yield packet;
    }
    if (packets === 0 && bytes > PATIENCE_BYTES) break;
  }
  if (packets === 0 && bytes > 0) throw new Fault('unsupported', 'Opus must come in Ogg; this body is none');
}

const isHeader = (packet: Uint8Array) => HEADERS.test(Buffer.from(packet.subarray(0, MARK_BYTES)).toString('latin1'));
