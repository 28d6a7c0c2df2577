import { Fault } from '../core/fault.ts';
import type { CodecFormat } from '../engine/contract.ts';
import type { AudioEngine } from './engine.ts';
import type { LiveVoice } from './live-voice.ts';

/** Who talks may be ahead of the speaker by this much before what they say is dropped, bytes. */
const MAX_BACKLOG = 64 * 1024;
/** The longest message that is recorded before it is played, bytes: five minutes of Opus, 40 s of L16. */
const MAX_RECORDING = 4 * 1024 * 1024;
/** Collected before it sounds, ms: the jitter of a radio network. */
const BUFFER_MS = 100;

interface TalkDeps {
  readonly engine: Pick<AudioEngine, 'playLive'>;
}

interface TalkStart {
  readonly format: CodecFormat;
  /** Who talks, for the page. */
  readonly from: string;
  /** `record` plays only when all was said, so that it cannot howl. */
  readonly mode: 'live' | 'record';
}

/** One who talks through a page: packets as they come, until they let go of the button. */
export interface Talker {
  /** The next packet; one that finds no room is dropped: what is said must not come later and later. */
  say(packet: Uint8Array): void;
  /** All was said. Resolves when it was heard. */
  finish(): Promise<void>;
}

/** Talking to the speaker from a browser; heard as a page. */
export class Talk {
  readonly #deps: TalkDeps;
  readonly #talking = new Map<LiveVoice, string>();

  constructor(deps: TalkDeps) {
    this.#deps = deps;
  }

  begin(start: TalkStart): Talker {
    return start.mode === 'live' ? this.#live(start) : this.#recorded(start);
  }

  /** Who talks now. */
  list() {
    return [...this.#talking].map(([voice, from]) => ({
      voice: voice.id,
      name: `Talk from ${from}`,
      sourceClass: 'paging' as const,
    }));
  }

  #live(start: TalkStart): Talker {
    const voice = this.#open(start);
    let waiting = 0;
    let saying: Promise<unknown> = Promise.resolve();
    const say = (packet: Uint8Array) => {
      if (waiting + packet.length > MAX_BACKLOG) return;
      waiting += packet.length;
      saying = saying
        .then(() => voice.write(packet))
        .catch(ignoreEnd)
        .finally(() => (waiting -= packet.length));
    };
    return { say, finish: () => saying.then(() => this.#finish(voice)) };
  }

  #recorded(start: TalkStart): Talker {
    const packets: Uint8Array[] = [];
    let bytes = 0;
    const say = (packet: Uint8Array) => {
      bytes += packet.length;
      if (bytes > MAX_RECORDING) throw new Fault('too-large', 'the message is too long');
      packets.push(Uint8Array.from(packet));
    };
    const finish = async () => {
      if (packets.length === 0) return;
      const voice = this.#open(start);
      try {
        for (const packet of packets) await voice.write(packet);
      } catch (error) {
        ignoreEnd(error);
      }
      await this.#finish(voice);
    };
    return { say, finish };
  }

  #open({ format, from }: TalkStart): LiveVoice {
    const voice = this.#deps.engine.playLive({ sourceClass: 'paging', format, gain: 1, bufferMs: BUFFER_MS });
    this.#talking.set(voice, from);
    void voice.ended.then(() => this.#talking.delete(voice));
    return voice;
  }

  async #finish(voice: LiveVoice): Promise<void> {
    voice.finish();
    await voice.ended;
  }
}

/** A voice that was ended takes no more, and nobody has to be told. */
function ignoreEnd(error: unknown): void {
  if (!(error instanceof Fault)) throw error;
}
