/** How a stream does; counted since it began, kept after its end. */
export interface StreamStatistics {
  /** Address and port of its sender. */
  readonly from: string;
  readonly received: number;
  readonly lost: number;
  /** Packets that came after they were due. */
  readonly late: number;
  readonly duplicated: number;
  readonly reordered: number;
  /** Packets for which there was no room. */
  readonly dropped: number;
  /** RFC 3550, 6.4.1. */
  readonly jitterMs: number;
  /** From a packet's arrival until the mixer takes it, on average. */
  readonly delayMs: number;
  /** Sound that was made up. */
  readonly concealedMs: number;
}

/** Datagrams that were not played, counted since the receiver was made. */
export interface RefusedStatistics {
  /** No RTP. */
  readonly malformed: number;
  /** Not encrypted with our key, or there before. */
  readonly unauthentic: number;
  /** Of another payload type. */
  readonly unexpected: number;
  /** Of others than the sender that is heard. */
  readonly strangers: number;
  /** Too many to be looked into. */
  readonly flooded: number;
}

export interface RtpStatistics extends StreamStatistics, RefusedStatistics {
  /** Whether somebody sends. */
  readonly active: boolean;
}

/** Of a stream that has not begun. */
export const NO_STREAM: StreamStatistics = {
  from: '',
  received: 0,
  lost: 0,
  late: 0,
  duplicated: 0,
  reordered: 0,
  dropped: 0,
  jitterMs: 0,
  delayMs: 0,
  concealedMs: 0,
};
