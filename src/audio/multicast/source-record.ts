import { boolean, choice, integer, list, object, type Schema, string } from '../../core/schema.ts';
import type { RtpSource } from '../../engine/contract.ts';

/** A multicast source as it is kept. */
export interface SourceRecord extends RtpSource {
  /** The lowest number that was free: "0", "1" … */
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
}

export const RTP_CODECS = ['PCMU', 'PCMA', 'G722', 'L16', 'opus'] as const;
const LATENCY_PROFILES = ['Normal', 'Low', 'UltraLow'] as const;
export const PRIORITIES = { minimum: 1, maximum: 13 };
export const PORTS = { minimum: 1024, maximum: 65_534 };
/** An SRTP key: master key and salt in hex, of AES-128 or AES-256. */
export const SRTP_KEY = '^([0-9a-fA-F]{60}|[0-9a-fA-F]{92})?$';

const SHAPE = {
  name: string(),
  enabled: boolean(),
  address: string(),
  port: integer(PORTS),
  codec: choice(RTP_CODECS),
  priority: integer(PRIORITIES),
  emergency: boolean(),
  latency: choice(LATENCY_PROFILES),
  srtpKey: string({ pattern: SRTP_KEY }),
};
const SOURCE_RECORD: Schema<SourceRecord> = object({ id: string({ pattern: '^[0-9]+$' }), ...SHAPE });

export const SOURCE_RECORDS: Schema<SourceRecord[]> = list(SOURCE_RECORD);

/** What a new source is unless told otherwise. */
export const SOURCE_DEFAULTS = {
  enabled: true,
  codec: 'PCMU',
  priority: 5,
  emergency: false,
  latency: 'Normal',
  srtpKey: '',
} as const satisfies Partial<SourceRecord>;

/** All that somebody sets of a source. */
export type SourceFields = Omit<SourceRecord, 'id'>;
/** As somebody writes it down: without a key where there is none. */
export const SOURCE_FIELDS: Schema<SourceFields> = object({
  ...SHAPE,
  srtpKey: string({ pattern: SRTP_KEY, default: '' }),
});
