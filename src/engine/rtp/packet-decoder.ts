/** What a receiver needs of a decoder. */
export interface PacketDecoder {
  /** Hz of what it gives. */
  readonly sampleRate: number;
  /** The samples of a packet, mono. */
  decode(bytes: Uint8Array): Int16Array;
  /** What to play in place of so many lost samples; `next` is the packet behind them, where it is there already. */
  conceal(frames: number, next?: Uint8Array): Int16Array;
  close(): void;
}
