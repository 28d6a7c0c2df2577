/** A Raspberry Pi as a board, described by a board.json. */
import { readFile } from 'node:fs/promises';
import type { Clock } from '../../core/clock.ts';
import { Fault } from '../../core/fault.ts';
import type { Log } from '../../core/log.ts';
import { exitCode } from '../../core/process.ts';
import { type BoardProfile, parseProfile } from '../profile.ts';
import { amplifierOn } from './amplifier.ts';
import { loadGpio } from './gpio.ts';
import { piIdentity } from './identity.ts';
import { openPanel } from './open-panel.ts';
import { PiBoard } from './pi-board.ts';
import { queryByEvtest } from './query-panel.ts';
import { loadRpio } from './rpio.ts';
import { SoundCards } from './sound-cards.ts';
import { readUndervoltage } from './undervoltage.ts';
import { watchReadable } from './watch-readable.ts';

export type { PiBoard };

interface PiBoardOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** The board.json; on the card /etc/stentor/board.json. */
  readonly file: string;
  /** Folder for the configuration of ALSA's library. */
  readonly folder: string;
  /** Stands for `/` in tests. */
  readonly root?: string;
}

/**
 * Opens the board that a board.json describes.
 * @throws Fault `invalid` that names the file and the field that is wrong
 */
export async function openPiBoard({ clock, log, file, folder, root = '/' }: PiBoardOptions): Promise<PiBoard> {
  const profile = await readProfile(file);
  const identity = piIdentity(profile, root);
  log.info('board', { name: identity.name, model: identity.model });
  if (identity.problem !== undefined) log.warn(`the board may not work: ${identity.problem}`);
  const panel = await openPanel({
    profile: profile.panel,
    root,
    clock,
    log,
    query: queryByEvtest(clock),
    watch: watchReadable(clock),
    loadGpio,
    loadRpio,
  });
  const amplifier = await amplifierOn({ profile, root, log, loadGpio });
  const setControl = controlSetter(clock);
  const cards = new SoundCards({ profile: profile.sound, folder, root, clock, log, setControl });
  const power = { undervoltage: () => readUndervoltage(root) };
  return new PiBoard({ identity, panel, amplifier, power, sound: cards.devices, stopSound: cards.start() });
}

async function readProfile(file: string): Promise<BoardProfile> {
  try {
    return parseProfile(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const field = error instanceof Fault && error.field !== undefined ? { field: error.field } : {};
    throw new Fault('invalid', `${file}: ${reason}`, { cause: error, ...field });
  }
}

/** By amixer(1), whose words a board.json uses. */
const controlSetter = (clock: Clock) => async (card: string, control: string, value: string) => {
  const args = ['-q', '-D', `hw:CARD=${card}`, 'cset', `name='${control}'`, value];
  const code = await exitCode('amixer', args, { clock, timeoutMs: 10_000 });
  if (code !== 0) throw new Fault('failed', `amixer ${args.join(' ')} ended with code ${code}`);
};
