import type { RtpStatistics } from '../rtp/rtp-statistics.ts';

/** What a sender may speak, by the names of RTP. */
export type RtpCodec = 'PCMU' | 'PCMA' | 'G722' | 'L16' | 'opus';

/** Sound that is listened for: a multicast group, or a port of our own. */
export interface RtpSource {
  readonly id: string;
  /** IPv4; 0.0.0.0 is any address of this machine. */
  readonly address: string;
  readonly port: number;
  readonly codec: RtpCodec;
  /** 1..13; of those that send, the highest is heard. */
  readonly priority: number;
  /** Sounds as an emergency, above all that are none. */
  readonly emergency: boolean;
  readonly latency: 'Normal' | 'Low' | 'UltraLow';
  /** Master key and salt in hex, 60 digits for AES-128 and 92 for AES-256; empty without encryption. */
  readonly srtpKey: string;
}

/** How a source does. */
export interface RtpSourceStatus extends RtpStatistics {
  readonly id: string;
  /** `silenced`: somebody sends, but another source is more important; `failed`: nobody can be heard, see `reason`. */
  readonly state: 'idle' | 'playing' | 'silenced' | 'failed';
  readonly reason?: string;
  /** The number of the voice that plays it. */
  readonly voice?: number;
}
