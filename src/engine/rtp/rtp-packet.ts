/** One RTP packet (RFC 3550, 5.1); `payload` is a view into the datagram it came in. */
export interface RtpPacket {
  readonly payloadType: number;
  readonly marker: boolean;
  /** 16 bits. */
  readonly sequence: number;
  /** 32 bits. */
  readonly timestamp: number;
  /** 32 bits, unsigned. */
  readonly ssrc: number;
  readonly payload: Uint8Array;
}

export const RTP_HEADER_BYTES = 12;
const VERSION = 2;
/** With RTP and RTCP on one port, these are RTCP's packet types without their highest bit (RFC 5761, 4). */
const RTCP_TYPES = { first: 64, last: 95 };

/** Bytes of the header with its CSRC list and extension, or undefined where the datagram ends before they do. */
export function rtpHeaderBytes(bytes: Uint8Array): number | undefined {
  if (bytes.length < RTP_HEADER_BYTES || bytes[0]! >> 6 !== VERSION) return undefined;
  const fixed = RTP_HEADER_BYTES + 4 * (bytes[0]! & 0x0f);
  if ((bytes[0]! & 0x10) === 0) return fixed <= bytes.length ? fixed : undefined;
  if (bytes.length < fixed + 4) return undefined;
  const end = fixed + 4 + 4 * ((bytes[fixed + 2]! << 8) | bytes[fixed + 3]!);
  return end <= bytes.length ? end : undefined;
}

/** Reads a datagram; undefined where it is no RTP: another version, RTCP, lengths that do not fit. */
export function parseRtp(bytes: Uint8Array): RtpPacket | undefined {
  const begin = rtpHeaderBytes(bytes);
  if (begin === undefined) return undefined;
  const payloadType = bytes[1]! & 0x7f;
  if (payloadType >= RTCP_TYPES.first && payloadType <= RTCP_TYPES.last) return undefined;
  const padding = (bytes[0]! & 0x20) === 0 ? 0 : bytes.at(-1)!;
  const end = bytes.length - padding;
  // A padding of no bytes, or one that is longer than what it pads, is a lie.
  if (end < begin || ((bytes[0]! & 0x20) !== 0 && padding === 0)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return {
    payloadType,
    marker: bytes[1]! >= 0x80,
    sequence: view.getUint16(2),
    timestamp: view.getUint32(4),
    ssrc: view.getUint32(8),
    payload: bytes.subarray(begin, end),
  };
}

/** A datagram without CSRCs, extension or padding. */
export function buildRtp({ payloadType, marker, sequence, timestamp, ssrc, payload }: RtpPacket): Uint8Array {
  const bytes = new Uint8Array(RTP_HEADER_BYTES + payload.length);
  const view = new DataView(bytes.buffer);
  bytes[0] = VERSION << 6;
  bytes[1] = (marker ? 0x80 : 0) | payloadType;
  view.setUint16(2, sequence);
  view.setUint32(4, timestamp);
  view.setUint32(8, ssrc);
  bytes.set(payload, RTP_HEADER_BYTES);
  return bytes;
}
