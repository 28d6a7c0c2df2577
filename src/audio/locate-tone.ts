import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Off } from '../core/clock.ts';
import { ensureFolder, replaceFile } from '../core/files.ts';
import { SAMPLE_RATE } from '../dsp/format.ts';
import type { AudioEngine } from './engine.ts';
import type { StartedVoice } from './voice-spec.ts';

/** Hz and s: two notes that are told from a doorbell by their haste, and then a pause to listen in. */
const NOTES = [
  { hz: 1320, at: 0, lasts: 0.15 },
  { hz: 1760, at: 0.2, lasts: 0.15 },
  { hz: 1320, at: 0.4, lasts: 0.15 },
];
const ROUND_S = 2;
/** Of full scale: as loud as clips are, and no louder than the output's gain lets it be. */
const PEAK = 0.35;
/** s, so that a note does not click. */
const EDGE = 0.01;

interface LocateToneDeps {
  readonly engine: Pick<AudioEngine, 'playClip'>;
  readonly folder: string;
}

/** Rings until somebody has found the speaker. */
export class LocateTone {
  readonly #deps: LocateToneDeps;
  #voice: StartedVoice | undefined;

  constructor(deps: LocateToneDeps) {
    this.#deps = deps;
  }

  /** Makes the sound; call once before it is to be heard. */
  async load(): Promise<void> {
    await ensureFolder(this.#deps.folder);
    const sound = new Uint8Array(samples().buffer);
    const kept = await stat(this.#file).catch(() => undefined);
    if (kept?.size !== sound.length) await replaceFile(this.#file, sound);
  }

  /** @returns what ends it */
  start(): Off {
    const voice = this.#deps.engine.playClip({
      sourceClass: 'announcement',
      clip: { file: this.#file, frames: ROUND_S * SAMPLE_RATE },
      times: -1,
      gain: 1,
      round: () => undefined,
      ended: () => {
        if (this.#voice === voice) this.#voice = undefined;
      },
    });
    this.#voice = voice;
    return () => voice.stop();
  }

  /** What sounds of it now. */
  list() {
    if (this.#voice === undefined) return [];
    return [{ voice: this.#voice.id, name: 'Locate device', sourceClass: 'announcement' as const }];
  }

  get #file(): string {
    return join(this.#deps.folder, 'locate.pcm');
  }
}

function samples(): Int16Array {
  const all = new Int16Array(ROUND_S * SAMPLE_RATE);
  for (const { hz, at, lasts } of NOTES)
    for (let n = 0; n < lasts * SAMPLE_RATE; n++) {
      const t = n / SAMPLE_RATE;
      const edge = Math.min(1, t / EDGE, (lasts - t) / EDGE);
      all[Math.round(at * SAMPLE_RATE) + n] = Math.round(32_767 * PEAK * edge * Math.sin(2 * Math.PI * hz * t));
    }
  return all;
}
