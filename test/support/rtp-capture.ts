import { parseRtp, type RtpPacket } from '../../src/engine/rtp/rtp-packet.ts';
import { type Peer, startPeer } from './sip-peers.ts';
import { until } from './until.ts';

/** Of a file of libpcap, of each of its records, and of what is before UDP's data on a loopback device, bytes. */
const FILE_HEAD = 24;
const RECORD_HEAD = 16;
const ETHERNET_HEAD = 14;
const UDP_HEAD = 8;
/** As many datagrams may wait for a capture that is slow, kB. */
const BUFFER_KB = '16384';

/** An RTP packet on its way. */
interface CapturedRtp {
  readonly toPort: number;
  readonly datagram: Uint8Array;
  readonly packet: RtpPacket;
}

/** What goes over a range of UDP ports of this machine, whoever has them open. */
export interface RtpCapture {
  /** Ends it. @returns all that came by, in the order in which it did */
  stop(): Promise<readonly CapturedRtp[]>;
}

/** Begins to capture on loopback (by tcpdump, which root may); resolves when it does. */
export async function captureRtp(firstPort: number, lastPort: number): Promise<RtpCapture> {
  const options = ['-i', 'lo', '-B', BUFFER_KB, '-s', '2048', '-U', '-w', '-'];
  const pieces: Buffer[] = [];
  const tcpdump: Peer = startPeer('tcpdump', [...options, `udp and portrange ${firstPort}-${lastPort}`], {
    printed: piece => pieces.push(piece),
  });
  await until('tcpdump listens', () => tcpdump.output().includes('listening on'));
  return {
    async stop() {
      await tcpdump.stop();
      return packetsIn(Buffer.concat(pieces));
    },
  };
}

function packetsIn(file: Buffer): CapturedRtp[] {
  const found: CapturedRtp[] = [];
  for (let at = FILE_HEAD; at + RECORD_HEAD <= file.length;) {
    const length = file.readUInt32LE(at + 8);
    const ip = file.subarray(at + RECORD_HEAD + ETHERNET_HEAD, at + RECORD_HEAD + length);
    const udp = ip.subarray(4 * (ip[0]! & 0x0f));
    const datagram = Uint8Array.from(udp.subarray(UDP_HEAD));
    const packet = parseRtp(datagram);
    if (packet !== undefined) found.push({ toPort: udp.readUInt16BE(2), datagram, packet });
    at += RECORD_HEAD + length;
  }
  return found;
}

/** One stream of packets put together again. */
export interface Stream {
  /** Payloads one behind the other. */
  readonly bytes: Buffer;
  /** Packets whose numbers are missing. */
  readonly missing: number;
}

/** Packets of one sender and one type in the order of their numbers. */
export function streamOf(packets: readonly RtpPacket[]): Stream {
  const first = packets[0]?.sequence ?? 0;
  const bySequence = new Map(packets.map(packet => [((packet.sequence - first) << 16) >> 16, packet]));
  const numbers = [...bySequence.keys()].sort((a, b) => a - b);
  const expected = numbers.length === 0 ? 0 : numbers.at(-1)! - numbers[0]! + 1;
  return {
    bytes: Buffer.concat(numbers.map(number => bySequence.get(number)!.payload)),
    missing: expected - numbers.length,
  };
}

const KEYS = '0123456789*#ABCD';

/** Keys of a telephone among packets (RFC 4733), each once. */
export function keysIn(packets: readonly RtpPacket[], payloadType: number): string {
  const events = packets.filter(packet => packet.payloadType === payloadType);
  return [...new Map(events.map(({ timestamp, payload }) => [timestamp, KEYS[payload[0]!] ?? '?'])).values()].join('');
}
