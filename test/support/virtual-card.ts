import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { CardOptions } from '../../src/board/virtual/asound-conf.ts';
import { VirtualCard } from '../../src/board/virtual/card.ts';

const PLUGIN = resolve(import.meta.dirname, '../../dist/native/libasound_module_pcm_stentor.so');
let made = 0;

/** A card of this test's own, and what ALSA must be told to find it. */
export interface TestCard {
  readonly card: VirtualCard;
  readonly config: string;
  /** The environment of programs that are to use it. */
  readonly environment: NodeJS.ProcessEnv;
  remove(): Promise<void>;
}

/**
 * Makes a virtual sound card in lockstep, on which nothing depends on the speed of the machine, and makes this process use
 * it from the next time it looks for devices.
 */
export async function testCard(options: CardOptions = {}): Promise<TestCard> {
  if (!existsSync(PLUGIN)) throw new Error(`${PLUGIN} is missing; run make native`);
  const folder = await mkdtemp(join(tmpdir(), 'stentor-card-'));
  const file = `/dev/shm/stentor-unit-${process.pid}-${made++}`;
  const card = VirtualCard.create(file);
  const config = card.writeConfig(folder, PLUGIN, { lockstep: true, ...options });
  const before = process.env['ALSA_CONFIG_PATH'];
  process.env['ALSA_CONFIG_PATH'] = config;
  return {
    card,
    config,
    environment: { ...process.env },
    async remove() {
      if (before === undefined) delete process.env['ALSA_CONFIG_PATH'];
      else process.env['ALSA_CONFIG_PATH'] = before;
      card.close();
      await rm(folder, { recursive: true, force: true });
      await rm(file, { force: true });
    },
  };
}
