import { Fault } from '../core/fault.ts';
import type { CodecFormat } from '../engine/contract.ts';
import type { AudioEngine } from './engine.ts';
import type { LiveVoice } from './live-voice.ts';

interface TransmittersDeps {
  readonly engine: Pick<AudioEngine, 'playLive'>;
  /** Sources at once, what is collected of each before it sounds, ms, and whether it catches up after it came late. */
  readonly limits: () => { readonly transmitters: number; readonly bufferMs: number; readonly catchUp: boolean };
}

interface Transmission {
  readonly format: CodecFormat;
  /** Who sends, for the page: an address. */
  readonly from: string;
}

/** Those who send live sound to the speaker over HTTP: each is heard as a page. */
export class Transmitters {
  readonly #deps: TransmittersDeps;
  readonly #open = new Map<LiveVoice, Transmission>();

  constructor(deps: TransmittersDeps) {
    this.#deps = deps;
  }

  /** @throws Fault `unavailable` where as many send already as may */
  open(transmission: Transmission): LiveVoice {
    const { transmitters, ...live } = this.#deps.limits();
    if (this.#open.size >= transmitters) {
      throw new Fault('unavailable', `somebody else transmits (at most ${transmitters} at a time)`);
    }
    const { format } = transmission;
    const voice = this.#deps.engine.playLive({ sourceClass: 'paging', format, gain: 1, ...live });
    this.#open.set(voice, transmission);
    void voice.ended.then(() => this.#open.delete(voice));
    return voice;
  }

  /** Who transmits now. */
  list() {
    return [...this.#open].map(([voice, { from }]) => ({
      voice: voice.id,
      name: `Live sound from ${from}`,
      sourceClass: 'paging' as const,
    }));
  }
}
