/** What an input device of Linux tells; the numbers are those of input-event-codes.h. */
export interface InputEvent {
  readonly type: number;
  readonly code: number;
  readonly value: number;
  /** When it happened, ms on the clock of the wall. */
  readonly timeMs: number;
}

/** `struct input_event` where time stamps have 64 bits: s, µs, type, code, value. */
export const INPUT_EVENT_BYTES = 24;

export const EV = { SYN: 0, KEY: 1, SW: 5 } as const;
export const SYN = { REPORT: 0, DROPPED: 3 } as const;
export const BTN_0 = 0x100;
export const SW_MUTE_DEVICE = 0x0e;

/** The whole events at the beginning of what was read. */
export function parseInputEvents(bytes: Buffer): InputEvent[] {
  const events: InputEvent[] = [];
  for (let at = 0; at + INPUT_EVENT_BYTES <= bytes.length; at += INPUT_EVENT_BYTES) {
    const timeMs = Number(bytes.readBigInt64LE(at)) * 1000 + Number(bytes.readBigInt64LE(at + 8)) / 1000;
    events.push({
      timeMs,
      type: bytes.readUInt16LE(at + 16),
      code: bytes.readUInt16LE(at + 18),
      value: bytes.readInt32LE(at + 20),
    });
  }
  return events;
}
