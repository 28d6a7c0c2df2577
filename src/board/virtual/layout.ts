/**
 * The memory of the virtual sound card: byte offsets into its file, as in board/virtual/card/card.h, whose assertions a
 * test compares with these. Everything is little-endian.
 */
export const LAYOUT = {
  magic: 0,
  version: 8,
  size: 12,
  epoch_ns: 16,
  drift_ppm: 24,
  held: 32,
  plugs: 40,
  opens: 44,
  playback_xruns: 48,
  capture_xruns: 52,
  player: 56,
  limits: 64,
  room: 192,
  cells: 32_984,
} as const;

/** Offsets into the room. */
export const ROOM_LAYOUT = {
  sequence: 0,
  taps: 4,
  micGain: 8,
  noiseRms: 12,
  talkHz: 16,
  talkGain: 20,
  tap: 24,
} as const;

/** "STENTORC". */
export const CARD_MAGIC = 0x43524f544e455453n;
export const CARD_VERSION = 2;
/** Bytes of the file. */
export const CARD_SIZE = 4_227_288;
/** Frames that the card remembers. */
export const CARD_CELLS = 2 ** 19;
export const CELL_BYTES = 8;
export const CARD_LIMITS = 16;
/** Paths of a room at the most, and the longest delay of one, frames. */
export const MAX_TAPS = 4096;
export const MAX_TAP_DELAY = 65_535;
