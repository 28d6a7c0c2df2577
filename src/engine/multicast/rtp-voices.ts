import type { Clock, Off } from '../../core/clock.ts';
import type { Report } from '../contract.ts';
import type { OpenVoice, Voices } from '../voices.ts';
import { ownAddresses } from './own-addresses.ts';
import type { RtpSource } from './rtp-source.ts';
import { RtpSources } from './rtp-sources.ts';
import type { ListeningDeps } from './source-listener.ts';

interface RtpVoicesDeps {
  readonly clock: Clock;
  readonly decoder: ListeningDeps['decoder'];
  readonly voices: Pick<Voices, 'open'>;
  /** ms that the mixer takes at once: when a voice begins, and later each time. */
  readonly timing: () => { readonly leadMs: number; readonly blockMs: number };
  readonly report: (report: Report) => void;
}

/** The sources of RTP as voices of the mixer. */
export class RtpVoices {
  readonly #voices = new Map<string, OpenVoice>();
  readonly #sources: RtpSources;

  constructor({ clock, decoder, voices, timing, report }: RtpVoicesDeps) {
    this.#sources = new RtpSources({
      clock,
      decoder,
      interfaces: ownAddresses,
      leadMs: () => timing().leadMs,
      blockMs: () => timing().blockMs,
      output: ({ id, emergency }) => ({
        start: () => {
          const voice = voices.open(emergency ? 'emergency' : 'paging', () => {
            if (this.#voices.get(id) === voice) this.#voices.delete(id);
          });
          this.#voices.set(id, voice);
          return voice.ring;
        },
        stop: () => {
          this.#voices.get(id)?.stop();
          this.#voices.delete(id);
        },
      }),
      report: sources => report({ tell: 'sources', sources: sources.map(each => this.#withVoice(each)) }),
    });
  }

  start(): Off {
    return this.#sources.start();
  }

  configure(sources: readonly RtpSource[]): void {
    this.#sources.configure(sources);
  }

  #withVoice<S extends { readonly id: string }>(status: S): S & { readonly voice?: number } {
    const voice = this.#voices.get(status.id)?.voice;
    return voice === undefined ? status : { ...status, voice };
  }
}
