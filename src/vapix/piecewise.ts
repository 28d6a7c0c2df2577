import type { LiveVoice } from '../audio/index.ts';
import type { Clock, Off } from '../core/clock.ts';

interface Transmission {
  readonly voice: LiveVoice;
  /** The byte that comes next. */
  next: number;
  off: Off;
}

interface PiecewiseDeps {
  readonly clock: Clock;
  /** ms without a piece after which a transmission is over. */
  readonly timeoutMs: () => number;
}

/**
 * Transmissions of senders that put every few milliseconds of one stream into a request of its own, as GStreamer's
 * souphttpclientsink does: `PUT` with `Content-Range: bytes 651-1333/*` (RFC 9110, 14.5).
 */
export class Piecewise {
  readonly #deps: PiecewiseDeps;
  readonly #open = new Map<string, Transmission>();

  constructor(deps: PiecewiseDeps) {
    this.#deps = deps;
  }

  /**
   * Hands on one piece; resolves when the next may come.
   * @param sender who sends: pieces of one sender belong together
   * @param start the number of the piece's first byte in the whole stream
   */
  async write(sender: string, { start, bytes, open }: Piece): Promise<void> {
    let transmission = this.#open.get(sender);
    if (transmission?.next !== start) {
      this.#end(sender);
      transmission = { voice: open(), next: start, off: () => undefined };
      this.#open.set(sender, transmission);
    }
    await transmission.off();
    transmission.next = start + bytes.length;
    try {
      await transmission.voice.write(bytes);
    } catch (error) {
      this.#end(sender);
      throw error;
    }
    transmission.off = this.#deps.clock.after(this.#deps.timeoutMs(), () => this.#end(sender));
  }

  #end(sender: string): void {
    const transmission = this.#open.get(sender);
    this.#open.delete(sender);
    void transmission?.off();
    transmission?.voice.finish();
  }
}

interface Piece {
  readonly start: number;
  readonly bytes: Uint8Array;
  /** Begins another transmission. */
  readonly open: () => LiveVoice;
}
