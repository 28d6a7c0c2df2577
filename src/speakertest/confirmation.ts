import type { Off } from '../core/clock.ts';
import { inBackground } from '../core/background.ts';
import type { Log } from '../core/log.ts';
import { fromInt16 } from '../dsp/int16.ts';
import type { EventBus } from '../events/index.ts';
import type { Analyst } from './analyst.ts';
import { soundConfirmed } from './events.ts';
import type { Instrument } from './instrument.ts';

/** How long the microphone listens, ms. */
const LISTEN_MS = 4000;

/** Something that sounds. */
interface Sounding {
  readonly voice: number;
  readonly name: string;
  readonly sourceClass: string;
  /** Amplitude factor that it is left; 0 while it waits. */
  readonly heard: number;
}

interface ConfirmationDeps {
  readonly instrument: Pick<Instrument, 'record' | 'onChange'>;
  readonly analyst: Analyst;
  readonly sounding: () => readonly Sounding[];
  /** Whether sounds of a class are to be confirmed; never asked of calls. */
  readonly wanted: (sourceClass: string) => boolean;
  /** Whether the microphone may be used now. */
  readonly free: () => boolean;
  readonly events: Pick<EventBus, 'emit'>;
  readonly log: Log;
}

/** Has the microphone confirm that what is played is heard, once for each sound. Calls are never listened to. */
export class Confirmation {
  readonly #deps: ConfirmationDeps;
  readonly #known = new Set<number>();
  #listening: Sounding | undefined;
  #stop: Off = () => undefined;

  constructor(deps: ConfirmationDeps) {
    this.#deps = deps;
  }

  start(): Off {
    const off = this.#deps.instrument.onChange(() => this.#look());
    return () => {
      off();
      this.#stop();
    };
  }

  #look(): void {
    const { sounding, wanted, free } = this.#deps;
    const now = sounding();
    for (const voice of this.#known) if (!now.some(each => each.voice === voice)) this.#known.delete(voice);
    if (now.some(isCall)) {
      this.#stop();
      return;
    }
    const next = now.find(each => !this.#known.has(each.voice) && each.heard > 0 && wanted(each.sourceClass));
    if (next === undefined || this.#listening !== undefined || !free()) return;
    this.#known.add(next.voice);
    this.#listen(next);
  }

  #listen(sound: Sounding): void {
    const { instrument, log } = this.#deps;
    this.#listening = sound;
    let given = false;
    this.#stop = instrument.record(LISTEN_MS, ({ played, heard, lost }) => {
      this.#listening = undefined;
      this.#stop = () => undefined;
      if (given || lost > 0 || this.#deps.sounding().some(isCall)) return;
      inBackground(log, 'confirming a sound', () => this.#tell(sound, fromInt16(played), fromInt16(heard)));
    });
    const stop = this.#stop;
    this.#stop = () => {
      given = true;
      return stop();
    };
  }

  async #tell({ name, sourceClass }: Sounding, played: Float32Array, heard: Float32Array): Promise<void> {
    const analysis = this.#deps.analyst();
    try {
      const match = await analysis.match(played, heard);
      if (match === undefined) return;
      const told = { sourceClass, name, ...match };
      this.#deps.log.info(match.heard ? 'the microphone heard a sound' : 'the microphone did not hear a sound', told);
      this.#deps.events.emit(soundConfirmed, told);
    } finally {
      analysis.close();
    }
  }
}

const isCall = ({ sourceClass }: Sounding) => sourceClass === 'call';
