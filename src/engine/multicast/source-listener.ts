import type { Clock, Off } from '../../core/clock.ts';
import type { PacketDecoder } from '../rtp/packet-decoder.ts';
import { profileFor } from '../rtp/playout-profile.ts';
import { RtpReceiver } from '../rtp/rtp-receiver.ts';
import type { SoundOutput } from '../rtp/sound-output.ts';
import { SrtpReceiver } from '../rtp/srtp/srtp-receiver.ts';
import { GroupSocket } from './group-socket.ts';
import { carries, RTP_FORMATS, type SoundFormat } from './rtp-format.ts';
import type { RtpSource, RtpSourceStatus } from './rtp-source.ts';
import { suiteOf } from './srtp-key.ts';

/** Who sends nothing for so long has finished, ms. */
const TIMEOUT_MS = 700;

export interface ListeningDeps {
  readonly clock: Clock;
  readonly interfaces: () => readonly string[];
  /** @throws Fault where the codec is missing on this machine */
  readonly decoder: (format: SoundFormat) => PacketDecoder;
  /** ms that the mixer takes at once when a voice begins, and later each time. */
  readonly leadMs: () => number;
  readonly blockMs: () => number;
}

interface SourceListenerOptions extends ListeningDeps {
  readonly source: RtpSource;
  readonly output: SoundOutput;
  /** It began or ceased to send, or what is wrong with it changed. */
  readonly changed: () => void;
}

/** One source: its socket and its receiver. */
export class SourceListener {
  readonly source: RtpSource;
  readonly #receiver: RtpReceiver;
  readonly #socket: GroupSocket;
  #reason: string | undefined;
  #audible = false;

  constructor(options: SourceListenerOptions) {
    const { source, changed, decoder } = options;
    const carried = RTP_FORMATS[source.codec];
    this.source = source;
    this.#receiver = new RtpReceiver({
      ...options,
      clockRate: carried.clockRate,
      accepts: type => carries(carried, type),
      createDecoder: () => decoder(carried.format),
      profile: () => profileFor(source.latency, options.blockMs()),
      timeoutMs: TIMEOUT_MS,
      unprotect: unprotectorOf(source),
    });
    this.#receiver.audible = false;
    this.#socket = new GroupSocket({
      ...options,
      ...source,
      heard: (datagram, from) => this.#receiver.receive(datagram, from),
      trouble: reason => {
        if (reason === this.#reason) return;
        this.#reason = reason;
        changed();
      },
    });
  }

  /** @throws Fault where the codec is missing on this machine */
  start(decoder: ListeningDeps['decoder']): Off {
    decoder(RTP_FORMATS[this.source.codec].format).close();
    const off = this.#socket.start();
    return () => {
      off();
      this.#receiver.stop();
    };
  }

  get active(): boolean {
    return this.#receiver.active;
  }

  set audible(audible: boolean) {
    this.#audible = audible;
    this.#receiver.audible = audible;
  }

  status(): RtpSourceStatus {
    const statistics = this.#receiver.statistics();
    const heard = this.#audible ? 'playing' : 'silenced';
    return {
      id: this.source.id,
      state: this.active ? heard : this.#reason === undefined ? 'idle' : 'failed',
      ...(this.#reason === undefined ? {} : { reason: this.#reason }),
      ...statistics,
    };
  }
}

function unprotectorOf({ srtpKey }: RtpSource): ((datagram: Uint8Array) => Uint8Array | undefined) | undefined {
  if (srtpKey === '') return undefined;
  const receiver = new SrtpReceiver(suiteOf(srtpKey), Buffer.from(srtpKey, 'hex'));
  return datagram => receiver.unprotect(datagram);
}
