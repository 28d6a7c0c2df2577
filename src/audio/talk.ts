import { conflict, Fault } from '../core/fault.ts';
import type { CodecFormat, RtpTarget } from '../engine/contract.ts';
import type { AudioEngine } from './engine.ts';
import type { LiveVoice } from './live-voice.ts';
import type { GroupSender } from './multicast/group-sender.ts';

/** Who talks may be ahead of the speaker by this much before what they say is dropped, bytes. */
const MAX_BACKLOG = 64 * 1024;
/** The longest message that is recorded before it is played, bytes: five minutes of Opus, 40 s of L16. */
const MAX_RECORDING = 4 * 1024 * 1024;
/** Collected before it sounds, ms: the jitter of a radio network. */
const BUFFER_MS = 100;

interface TalkDeps {
  readonly engine: Pick<AudioEngine, 'playLive'>;
  readonly sender: Pick<GroupSender, 'sendLive'>;
  /** The group of other speakers; undefined where none is set. */
  readonly group: () => RtpTarget | undefined;
}

interface TalkStart {
  readonly format: CodecFormat;
  /** Who talks, for the page. */
  readonly from: string;
  /** `record` plays only when all was said, so that it cannot howl. */
  readonly mode: 'live' | 'record';
  /** Who hears it: this speaker, or the group of others. */
  readonly to: 'speaker' | 'group';
}

/** One who talks through a page: packets as they come, until they let go of the button. */
export interface Talker {
  /** The next packet; one that finds no room is dropped: what is said must not come later and later. */
  say(packet: Uint8Array): void;
  /** All was said. Resolves when it was heard. */
  finish(): Promise<void>;
}

/** Talking to the speaker from a browser, heard as a page, or through it to others. */
export class Talk {
  readonly #deps: TalkDeps;
  readonly #talking = new Map<LiveVoice, string>();

  constructor(deps: TalkDeps) {
    this.#deps = deps;
  }

  /** @throws Fault `conflict` where there is no group to talk to */
  begin(start: TalkStart): Talker {
    if (start.to === 'group') this.#group();
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

  #group(): RtpTarget {
    const target = this.#deps.group();
    if (target === undefined)
      throw conflict('there is no group to talk to; set its address in the multicast controller');
    return target;
  }

  #open({ format, from, to }: TalkStart): LiveVoice {
    if (to === 'group') {
      return this.#deps.sender.sendLive({ from, format, bufferMs: BUFFER_MS, target: this.#group() });
    }
    const voice = this.#deps.engine.playLive({
      sourceClass: 'paging',
      format,
      gain: 1,
      bufferMs: BUFFER_MS,
      catchUp: true,
    });
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
