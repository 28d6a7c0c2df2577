import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, pause } from '../../core/clock.ts';
import type { Lamp } from './lamp.ts';

/** How long and how often we try what udev has still to permit, ms. */
const PATIENCE_MS = 2000;
const RETRY_MS = 50;

/** A LED of the kernel, in /sys/class/leds. */
export class LedFile implements Lamp {
  readonly #folder: string;
  readonly #clock: Clock;

  constructor(folder: string, clock: Clock) {
    this.#folder = folder;
    this.#clock = clock;
  }

  get exists(): boolean {
    return existsSync(this.#folder);
  }

  set(on: boolean): void {
    this.#write('trigger', 'none');
    this.#write('brightness', on ? this.#read('max_brightness') : '0');
  }

  readonly flash = async (halfMs: number): Promise<boolean> => {
    if (!/\btimer\b/.test(this.#read('trigger'))) return false; // the module ledtrig-timer is not loaded
    this.#write('trigger', 'timer');
    const half = String(halfMs);
    return (await this.#persist('delay_on', half)) && (await this.#persist('delay_off', half));
  };

  /** The files of a trigger are made root's with it; udev gives them to our group a moment later. */
  async #persist(name: string, text: string): Promise<boolean> {
    for (let waited = 0; waited < PATIENCE_MS; waited += RETRY_MS) {
      try {
        this.#write(name, text);
        return true;
      } catch {
        await pause(this.#clock, RETRY_MS);
      }
    }
    return false;
  }

  #read(name: string): string {
    return readFileSync(join(this.#folder, name), 'utf8').trim();
  }

  #write(name: string, text: string): void {
    // Never made: a file that is not there belongs to no LED.
    writeFileSync(join(this.#folder, name), text, { flag: 'r+' });
  }
}
