import type { Off } from '../core/clock.ts';
import { Fault } from '../core/fault.ts';
import type { CodecFormat } from '../engine/contract.ts';

/** What somebody wants to hear of the microphone. */
export type ListenWish =
  | {
      readonly format: CodecFormat;
      /** Of each packet, at the rate of the format. */
      readonly packetFrames: number;
      /** bit/s, Opus only. */
      readonly bitrate?: number;
    }
  | { readonly format: { readonly codec: 'aac'; readonly sampleRate: number }; readonly bitrate: number };

export interface Hearing {
  readonly packet: (packet: Uint8Array) => void;
  /** No more packets come. */
  readonly failed: (error: Fault) => void;
}

interface Source {
  readonly hearings: Set<Hearing>;
  stop: Off;
}

interface ListenersDeps {
  /** Begins to encode; the return ends it. */
  readonly encode: (wish: ListenWish, hearing: Hearing) => Off;
  readonly limit: () => number;
  /** Whether ffmpeg is there. */
  readonly hasAac: () => Promise<boolean>;
}

/** Those who listen to the microphone. Whoever wants the same gets the same packets: it is encoded once. */
export class Listeners {
  readonly #deps: ListenersDeps;
  readonly #sources = new Map<string, Source>();
  #count = 0;

  constructor(deps: ListenersDeps) {
    this.#deps = deps;
  }

  get count(): number {
    return this.#count;
  }

  /** Whether AAC can be had; all else can. */
  hasAac(): Promise<boolean> {
    return this.#deps.hasAac();
  }

  /** @throws Fault `unavailable` where as many listen already as may */
  open(wish: ListenWish, hearing: Hearing): Off {
    if (this.#count >= this.#deps.limit()) {
      throw new Fault('unavailable', `as many listen already as may (${this.#deps.limit()})`);
    }
    const key = JSON.stringify(wish);
    const source = this.#sources.get(key) ?? this.#begin(key, wish);
    source.hearings.add(hearing);
    this.#count++;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#count--;
      source.hearings.delete(hearing);
      if (source.hearings.size === 0) this.#end(key, source);
    };
  }

  #begin(key: string, wish: ListenWish): Source {
    const source: Source = { hearings: new Set(), stop: () => undefined };
    this.#sources.set(key, source);
    source.stop = this.#deps.encode(wish, {
      packet: packet => {
        for (const { packet: hear } of [...source.hearings]) hear(packet);
      },
      failed: error => {
        // Whoever comes next may have more luck.
        this.#end(key, source);
        for (const { failed } of [...source.hearings]) failed(error);
      },
    });
    return source;
  }

  #end(key: string, source: Source): void {
    if (this.#sources.get(key) !== source) return;
    this.#sources.delete(key);
    source.stop();
  }
}
