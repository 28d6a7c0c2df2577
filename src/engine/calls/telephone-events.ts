/** Keys of a telephone as RTP events (RFC 4733). */

/** In the order of their codes (3.2). */
const TONES = '0123456789*#ABCD';
/** -10 dBm0. */
const VOLUME = 10;
const END = 0x80;
const MAX_DURATION = 0xffff;
/** Timestamps that go back further than this, s, are another clock. */
const MAX_BACK_S = 5;
/** A key that is held is told once; its packets are told apart by their timestamp alone. */
const EVENT_BYTES = 4;

/** Reads events: tells each key once, however often its packets come and whichever are lost. */
export class EventReader {
  readonly #clockRate: number;
  #last: number | undefined;

  constructor(clockRate: number) {
    this.#clockRate = clockRate;
  }

  /** The key that a packet begins, or undefined. */
  read(timestamp: number, payload: Uint8Array): string | undefined {
    const tone = payload.length < EVENT_BYTES ? undefined : TONES[payload[0]!];
    if (tone === undefined) return undefined;
    const step = this.#last === undefined ? 1 : (timestamp - this.#last) | 0;
    if (step <= 0 && step > -MAX_BACK_S * this.#clockRate) return undefined;
    this.#last = timestamp;
    return tone;
  }
}

interface Sending {
  readonly code: number;
  readonly ms: number;
  /** Timestamp at which the key went down; undefined before. */
  begun: number | undefined;
  sentMs: number;
}

/** An event packet to be sent now. */
export interface EventPacket {
  readonly timestamp: number;
  readonly marker: boolean;
  readonly payload: Uint8Array;
  /** How often it is sent (2.5.1.4: the last one three times). */
  readonly times: number;
}

/** The key that a packet of ours tells. */
export const keyOf = ({ payload }: EventPacket): string => TONES[payload[0] ?? 0] ?? '';

/** Keys that wait to be sent: no more than a person types, and no longer than anybody holds one. */
const MAX_WAITING = 64;
const SHORTEST_MS = 40;
const LONGEST_MS = 6000;
/** Between two keys the microphone is heard for so long. */
const PAUSE_MS = 60;

/** Sends keys one after the other, in the place of the sound's packets. */
export class EventWriter {
  readonly #waiting: Sending[] = [];
  #pauseMs = 0;

  /** @param tones what is no key is left out */
  dial(tones: string, durationMs: number): void {
    const ms = Math.max(SHORTEST_MS, Math.min(LONGEST_MS, durationMs));
    for (const tone of tones.toUpperCase()) {
      const code = TONES.indexOf(tone);
      if (code >= 0 && this.#waiting.length < MAX_WAITING)
        this.#waiting.push({ code, ms, begun: undefined, sentMs: 0 });
    }
  }

  /**
   * What goes out in the time of one packet instead of sound, if anything.
   * @param clockRate Hz of the event's durations
   */
  next(timestamp: number, packetMs: number, clockRate: number): EventPacket | undefined {
    const key = this.#waiting[0];
    if (key === undefined) return undefined;
    if (key.begun === undefined && this.#pauseMs > 0) {
      this.#pauseMs -= packetMs;
      return undefined;
    }
    const marker = key.begun === undefined;
    key.begun ??= timestamp;
    key.sentMs += packetMs;
    const over = key.sentMs >= key.ms;
    if (over) {
      this.#waiting.shift();
      this.#pauseMs = PAUSE_MS;
    }
    const duration = Math.min(MAX_DURATION, Math.round((key.sentMs * clockRate) / 1000));
    const payload = Uint8Array.of(key.code, (over ? END : 0) | VOLUME, duration >> 8, duration & 0xff);
    return { timestamp: key.begun, marker, payload, times: over ? 3 : 1 };
  }
}
