import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock, Off } from '../../core/clock.ts';
import { inBackground } from '../../core/background.ts';
import type { Log } from '../../core/log.ts';
import type { SoundDevices } from '../board.ts';
import type { SoundProfile } from '../profile.ts';
import { asoundConf, INPUT_PCM, OUTPUT_PCM } from './asound-conf.ts';
import { I2S_STREAM, usbStream } from './card-streams.ts';

interface SoundCardsDeps {
  readonly profile: SoundProfile;
  /** Where the configuration for ALSA's library is kept. */
  readonly folder: string;
  /** Stands for `/`. */
  readonly root: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Sets a control of a card. */
  readonly setControl: (card: string, control: string, value: string) => Promise<void>;
}

/** How often we look whether the cards are there, ms: one may come late, or be pulled and plugged. */
const LOOK_MS = 2000;

/**
 * The sound cards of a board, by the names that its description has. Gives ALSA a configuration in which they have one
 * name each, whatever number a kernel gives their devices, and sets the mixer whenever the card appears.
 */
export class SoundCards {
  readonly #deps: SoundCardsDeps;
  #written = '';
  #wasThere = false;

  constructor(deps: SoundCardsDeps) {
    this.#deps = deps;
  }

  get devices(): SoundDevices {
    return {
      output: OUTPUT_PCM,
      input: this.#deps.profile.input === null ? 'none' : INPUT_PCM,
      environment: { ALSA_CONFIG_PATH: this.#path },
    };
  }

  start(): Off {
    this.#look();
    return this.#deps.clock.every(LOOK_MS, () => this.#look());
  }

  get #path(): string {
    return join(this.#deps.folder, 'asound.conf');
  }

  #look(): void {
    const { profile, root, log } = this.#deps;
    const { output, input } = profile;
    const text = asoundConf({
      output: deviceOf(root, output.card, 'p'),
      input: input === null ? undefined : deviceOf(root, input.card, 'c'),
    });
    // ALSA's library reads it anew when it is newer.
    if (text !== this.#written) writeFileSync(this.#path, text);
    this.#written = text;
    const isThere = existsSync(join(root, 'proc/asound', output.card));
    if (isThere && !this.#wasThere) inBackground(log, 'setting the mixer', () => this.#setMixer());
    this.#wasThere = isThere;
  }

  async #setMixer(): Promise<void> {
    const { profile, log, setControl } = this.#deps;
    for (const { control, value } of profile.mixer) {
      try {
        await setControl(profile.output.card, control, value);
      } catch (error) {
        log.warn('the mixer cannot be set', { control, value, error: String(error) });
      }
    }
  }
}

/** A card's first device that plays (`p`) or records (`c`), and its form; guessed while the card is not there. */
function deviceOf(root: string, card: string, side: 'p' | 'c') {
  const folder = join(root, 'proc/asound', card);
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  const name = names.find(each => new RegExp(`^pcm\\d+${side}$`).test(each));
  const usb = names.includes('stream0') ? readFileSync(join(folder, 'stream0'), 'utf8') : '';
  const stream = usbStream(usb, side === 'p' ? 'Playback' : 'Capture') ?? I2S_STREAM;
  return { card, device: Number(name?.slice(3, -1) ?? 0), stream };
}
