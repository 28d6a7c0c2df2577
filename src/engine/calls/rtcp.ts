/** RTCP (RFC 3550, 6): what a call says of itself, and what it reads of the other's. */

const SENDER_REPORT = 200;
const RECEIVER_REPORT = 201;
const DESCRIPTION = 202;
const GOODBYE = 203;
const CNAME = 1;
const BLOCK_BYTES = 24;
/** Seconds from 1900 to 1970. */
const NTP_EPOCH = 2_208_988_800;

/** What is received of one sender (6.4.1). */
export interface ReceptionBlock {
  readonly ssrc: number;
  /** Share of the packets since the last report that did not come, 0..1. */
  readonly fractionLost: number;
  readonly lost: number;
  /** Highest sequence number with its turns, 32 bits. */
  readonly highest: number;
  /** Ticks of the timestamps. */
  readonly jitter: number;
  /** The middle of the NTP time of the last sender report, and how long ago it came, 1/65536 s. */
  readonly lastReport: number;
  readonly sinceReport: number;
}

export interface RtcpReport {
  readonly ssrc: number;
  readonly cname: string;
  /** Where we have sent. */
  readonly sent?: {
    /** ms since 1970. */
    readonly at: number;
    readonly timestamp: number;
    readonly packets: number;
    readonly bytes: number;
  };
  readonly block?: ReceptionBlock;
  /** We leave. */
  readonly bye?: boolean;
}

/** A compound packet. */
export function buildRtcp({ ssrc, cname, sent, block, bye = false }: RtcpReport): Uint8Array {
  const name = Buffer.from(cname.slice(0, 255));
  const headBytes = 8 + (sent === undefined ? 0 : 20);
  const reportBytes = headBytes + (block === undefined ? 0 : BLOCK_BYTES);
  // An end mark of at least one byte, and the whole a multiple of four.
  const itemBytes = Math.ceil((2 + name.length + 1) / 4) * 4;
  const bytes = Buffer.alloc(reportBytes + 8 + itemBytes + (bye ? 8 : 0));
  const head = (at: number, count: number, type: number, length: number) => {
    bytes[at] = 0x80 | count;
    bytes[at + 1] = type;
    bytes.writeUInt16BE(length / 4 - 1, at + 2);
    bytes.writeUInt32BE(ssrc, at + 4);
  };
  head(0, block === undefined ? 0 : 1, sent === undefined ? RECEIVER_REPORT : SENDER_REPORT, reportBytes);
  if (sent !== undefined) {
    const seconds = sent.at / 1000 + NTP_EPOCH;
    bytes.writeUInt32BE(Math.floor(seconds) >>> 0, 8);
    bytes.writeUInt32BE(Math.floor((seconds % 1) * 2 ** 32), 12);
    bytes.writeUInt32BE(sent.timestamp >>> 0, 16);
    bytes.writeUInt32BE(sent.packets >>> 0, 20);
    bytes.writeUInt32BE(sent.bytes >>> 0, 24);
  }
  if (block !== undefined) writeBlock(bytes, headBytes, block);
  head(reportBytes, 1, DESCRIPTION, 8 + itemBytes);
  bytes[reportBytes + 8] = CNAME;
  bytes[reportBytes + 9] = name.length;
  name.copy(bytes, reportBytes + 10);
  if (bye) head(bytes.length - 8, 1, GOODBYE, 8);
  return bytes;
}

function writeBlock(bytes: Buffer, at: number, block: ReceptionBlock): void {
  bytes.writeUInt32BE(block.ssrc, at);
  bytes[at + 4] = Math.min(255, Math.floor(block.fractionLost * 256));
  bytes.writeIntBE(Math.min(0x7f_ffff, block.lost), at + 5, 3);
  bytes.writeUInt32BE(block.highest >>> 0, at + 8);
  bytes.writeUInt32BE(Math.round(block.jitter) >>> 0, at + 12);
  bytes.writeUInt32BE(block.lastReport, at + 16);
  bytes.writeUInt32BE(block.sinceReport >>> 0, at + 20);
}

/** What is told in a compound packet, as far as it can be read. */
export interface RtcpHeard {
  /** The middle 32 bits of the NTP time of a sender report. */
  readonly reportTime?: number;
  readonly blocks: readonly ReceptionBlock[];
}

/** undefined where it is no RTCP. */
export function parseRtcp(datagram: Uint8Array): RtcpHeard | undefined {
  const bytes = Buffer.from(datagram.buffer, datagram.byteOffset, datagram.byteLength);
  const blocks: ReceptionBlock[] = [];
  let reportTime: number | undefined;
  let at = 0;
  while (at + 8 <= bytes.length) {
    const end = at + 4 * (bytes.readUInt16BE(at + 2) + 1);
    if (bytes[at]! >> 6 !== 2 || end > bytes.length) return undefined;
    const sender = bytes[at + 1] === SENDER_REPORT;
    if (sender && end >= at + 28) reportTime = bytes.readUInt32BE(at + 10);
    if (sender || bytes[at + 1] === RECEIVER_REPORT) blocks.push(...blocksOf(bytes, at, end));
    at = end;
  }
  if (at === 0) return undefined;
  return reportTime === undefined ? { blocks } : { reportTime, blocks };
}

function blocksOf(bytes: Buffer, at: number, end: number): ReceptionBlock[] {
  const first = at + (bytes[at + 1] === SENDER_REPORT ? 28 : 8);
  const count = Math.min(bytes[at]! & 31, Math.floor(Math.max(0, end - first) / BLOCK_BYTES));
  return Array.from({ length: count }, (_, n) => readBlock(bytes, first + n * BLOCK_BYTES));
}

const readBlock = (bytes: Buffer, at: number): ReceptionBlock => ({
  ssrc: bytes.readUInt32BE(at),
  fractionLost: bytes[at + 4]! / 256,
  lost: bytes.readIntBE(at + 5, 3),
  highest: bytes.readUInt32BE(at + 8),
  jitter: bytes.readUInt32BE(at + 12),
  lastReport: bytes.readUInt32BE(at + 16),
  sinceReport: bytes.readUInt32BE(at + 20),
});

/** The middle 32 bits of an NTP time. @param at ms since 1970 */
export const middleOfNtp = (at: number) => Math.floor((at / 1000 + NTP_EPOCH) * 65_536) % 2 ** 32;

/** Whether a datagram on a shared port is RTCP (RFC 5761, 4). */
export const isRtcp = (datagram: Uint8Array) => datagram.length >= 8 && datagram[1]! >= 192 && datagram[1]! <= 223;
