/** RTP that is listened for. Part of contract.ts. */
import type { RtpSource, RtpSourceStatus } from '../engine/contract.ts';

/**
 * GET /api/multicast (viewer). POST adds a source (admin; `name`, `address` and `port` are needed) and answers with it;
 * PATCH and DELETE /api/multicast/:id change and remove one.
 */
export interface Multicast {
  readonly sources: readonly MulticastSource[];
  readonly statuses: readonly MulticastStatus[];
}

/** RTP that is listened for; its key is told to nobody. */
export interface MulticastSource extends Omit<RtpSource, 'srtpKey'> {
  readonly name: string;
  readonly enabled: boolean;
  /** Whether it has an SRTP key. */
  readonly encrypted: boolean;
}

/** `srtpKey`: 60 or 92 hexadecimal digits; empty takes it away. */
export type ChangeMulticastSource = Partial<Omit<MulticastSource, 'id' | 'encrypted'>> & { readonly srtpKey?: string };

/** How a source does that is listened for. */
export type MulticastStatus = RtpSourceStatus;
