/** The virtual board, and what the LED shows. Part of contract.ts. */

/** GET /api/board (viewer) and its changes (operator), where the board is virtual. */
export interface VirtualBoardState {
  /** Which sound card is used; room, plug and recordings are the virtual one's. */
  readonly card: 'virtual' | 'machine';
  readonly led: LedShow;
  readonly buttonPressed: boolean;
  readonly micSwitchOn: boolean;
  readonly room: Room;
  /** Pulled out of its socket. */
  readonly unplugged: boolean;
  readonly xruns: { readonly playback: number; readonly capture: number };
  readonly medium: InsertedMedium;
  /** The power supply is too weak. */
  readonly undervoltage: boolean;
}

/** What is in the virtual storage slot. */
export type InsertedMedium = 'none' | 'sound' | 'damaged';

/** What the status LED shows: see LED Indicators in the manual. */
export type LedShow =
  'unlit' | 'green' | 'amber' | 'green-flash' | 'amber-flash' | 'red-flash' | 'red-slow-flash' | 'red-green-fast-flash';

/** The air between the virtual speaker and its microphone. */
export interface Room {
  /** `silent` hears nothing, `direct` just the speaker, others with echoes. */
  readonly preset: 'direct' | 'office' | 'hall' | 'blanket' | 'silent';
  /** Level of the noise in the room, dBFS; -120 is none. */
  readonly noiseDb: number;
}

/**
 * PATCH /api/board. POST /api/board/press `{ms}` presses the button; GET /api/board/recording?seconds=10&side=speaker
 * is a WAV of what last left the speaker (or, side=microphone, reached the microphone).
 */
export interface VirtualBoardChange {
  readonly micSwitchOn?: boolean;
  readonly room?: Room;
  readonly unplugged?: boolean;
  readonly medium?: InsertedMedium;
  readonly undervoltage?: boolean;
}
