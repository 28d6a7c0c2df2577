/** A server of Snapcast, and as whom we come. */
export interface SnapcastServer {
  /** Name or address. */
  readonly host: string;
  readonly port: number;
  /** What the server lists us as. */
  readonly name: string;
  /** Unique among the server's clients, and the same after a restart. */
  readonly id: string;
  /** ms by which everything is played earlier: what amplifier and air take. */
  readonly latencyMs: number;
}

/** How it goes with the server. */
export interface SnapcastStatus {
  /** `idle`: connected, but nothing is played there; `waiting`: it failed, and is tried again soon. */
  readonly state: 'stopped' | 'connecting' | 'idle' | 'playing' | 'waiting';
  /** Why not. */
  readonly problem?: string;
  /** For people: "FLAC, 48 kHz". */
  readonly format?: string;
  /** What the server has set: from stamp to DAC, less the latency that it knows of us, ms. */
  readonly bufferMs?: number;
  readonly latencyMs?: number;
  /** Percent. */
  readonly volume?: number;
  readonly muted?: boolean;
  /** ms of sound that wait. */
  readonly heldMs?: number;
  /** ms by which it plays too early. */
  readonly errorMs?: number;
  /** Times that the sound had to be put in its place. */
  readonly placements?: number;
  /** The number of the voice. */
  readonly voice?: number;
}
