import { isDeepStrictEqual } from 'node:util';
import type { Off } from '../../core/clock.ts';
import type { SoundOutput } from '../rtp/sound-output.ts';
import type { RtpSource, RtpSourceStatus } from './rtp-source.ts';
import { type ListeningDeps, SourceListener } from './source-listener.ts';

/** How often a running stream is reported, ms. */
const REPORT_MS = 500;

interface RtpSourcesDeps extends ListeningDeps {
  /** A voice for a source. */
  readonly output: (source: RtpSource) => SoundOutput;
  readonly report: (sources: readonly RtpSourceStatus[]) => void;
}

interface Listening {
  readonly listener: SourceListener;
  readonly stop: Off;
}

/** All sources that are listened for. Of those that send, the most important one is heard: the first, where several are. */
export class RtpSources {
  readonly #deps: RtpSourcesDeps;
  readonly #listening = new Map<string, Listening>();
  /** Sources that cannot be listened for. */
  #failed: RtpSourceStatus[] = [];
  #heard: SourceListener | undefined;
  #told = false;
  #choosing = false;

  constructor(deps: RtpSourcesDeps) {
    this.#deps = deps;
  }

  start(): Off {
    const off = this.#deps.clock.every(REPORT_MS, () => this.#report());
    return () => {
      off();
      this.configure([]);
    };
  }

  /** Listens for these sources and no others; one that is as it was goes on undisturbed. */
  configure(sources: readonly RtpSource[]): void {
    for (const [id, { listener, stop }] of this.#listening) {
      if (sources.some(each => isDeepStrictEqual(each, listener.source))) continue;
      this.#listening.delete(id);
      if (this.#heard === listener) this.#heard = undefined;
      stop();
    }
    this.#failed = [];
    for (const source of sources) if (!this.#listening.has(source.id)) this.#listen(source);
    this.#choose();
  }

  status(): RtpSourceStatus[] {
    return [...[...this.#listening.values()].map(({ listener }) => listener.status()), ...this.#failed];
  }

  #listen(source: RtpSource): void {
    const { decoder, output } = this.#deps;
    const listener = new SourceListener({
      ...this.#deps,
      source,
      output: output(source),
      changed: () => this.#choose(),
    });
    try {
      this.#listening.set(source.id, { listener, stop: listener.start(decoder) });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#failed.push({ ...listener.status(), state: 'failed', reason });
    }
  }

  #choose(): void {
    // A source that falls silent because another is heard says so, too.
    if (this.#choosing) return;
    this.#choosing = true;
    const sending = [...this.#listening.values()].map(({ listener }) => listener).filter(({ active }) => active);
    const present = this.#heard?.active === true ? this.#heard : undefined;
    const best = sending.reduce<SourceListener | undefined>(moreImportant, present);
    if (this.#heard !== best && this.#heard !== undefined) this.#heard.audible = false;
    if (best !== undefined) best.audible = true;
    this.#heard = best;
    this.#choosing = false;
    this.#report(true);
  }

  #report(now = false): void {
    const sending = [...this.#listening.values()].some(({ listener }) => listener.active);
    // Once more after the last has ended, then no longer.
    if (now || sending || this.#told) this.#deps.report(this.status());
    this.#told = sending;
  }
}

const rank = ({ source }: SourceListener) => (source.emergency ? 100 : 0) + source.priority;

const moreImportant = (best: SourceListener | undefined, other: SourceListener) =>
  best === undefined || rank(other) > rank(best) ? other : best;
