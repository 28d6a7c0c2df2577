import { Fault } from '../core/fault.ts';
import type { CodecFormat } from '../engine/contract.ts';

export type VoiceEnd = 'done' | 'stopped' | 'failed';

/** What is on its way to the audio process, ms: enough for a turn of its clock, too little to be heard as delay. */
const WINDOW_MS = 100;
const BITS: Record<CodecFormat['codec'], number> = {
  PCMU: 8,
  PCMA: 8,
  G722: 4,
  'G726-24': 3,
  'G726-32': 4,
  L16: 16,
  L24: 24,
  opus: 2,
};

/** Bytes of a stream that may be on their way at a time. */
export const windowOf = ({ codec, sampleRate, channels }: CodecFormat) =>
  Math.ceil((BITS[codec] * channels * sampleRate * WINDOW_MS) / 8000);

interface Wire {
  readonly id: number;
  send(bytes: Uint8Array): void;
  finish(): void;
  stop(): void;
}

/**
 * A voice whose sound is written as it comes, or faster: a writer waits until there is room, so that no more than a
 * moment of sound is ever under way.
 */
export class LiveVoice {
  readonly #windowBytes: number;
  readonly #pieceBytes: number;
  readonly #ended: Promise<VoiceEnd>;
  #wire: Wire | undefined;
  #underWay = 0;
  #over: VoiceEnd | undefined;
  #finished = false;
  #wake: () => void = () => undefined;
  #tellEnd: (why: VoiceEnd) => void = () => undefined;

  /** @param packets whether each write is a packet, which stays one */
  constructor(windowBytes: number, { packets = false } = {}) {
    this.#windowBytes = windowBytes;
    this.#pieceBytes = packets ? Infinity : windowBytes;
    this.#ended = new Promise(resolve => (this.#tellEnd = resolve));
  }

  get id(): number {
    return this.#wire?.id ?? 0;
  }

  /** Resolves when its last sample was heard. */
  get ended(): Promise<VoiceEnd> {
    return this.#ended;
  }

  /**
   * Resolves when the next bytes may come. One writer at a time.
   * @throws Fault `unavailable` when the voice has ended
   */
  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; at += this.#pieceBytes) {
      const piece = bytes.subarray(at, at + this.#pieceBytes);
      while (this.#over === undefined && this.#underWay > 0 && this.#underWay + piece.length > this.#windowBytes) {
        await new Promise<void>(resolve => (this.#wake = resolve));
      }
      if (this.#over !== undefined) throw new Fault('unavailable', 'the sound was ended');
      this.#underWay += piece.length;
      this.#wire?.send(piece);
    }
  }

  /** Nothing more comes; it ends when it has played what there is. */
  finish(): void {
    this.#finished = true;
    this.#wire?.finish();
  }

  stop(): void {
    this.#wire?.stop();
  }

  begin(wire: Wire): void {
    this.#wire = wire;
  }

  taken(bytes: number): void {
    this.#underWay -= Math.min(bytes, this.#underWay);
    this.#wake();
  }

  revived(): void {
    this.#underWay = 0;
    this.#wake();
    if (this.#finished) this.#wire?.finish();
  }

  end(why: VoiceEnd): void {
    this.#over = why;
    this.#tellEnd(why);
    this.#wake();
  }
}
