/** A development machine as a board. */
import { rmSync } from 'node:fs';
import { unavailable } from '../../core/fault.ts';
import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import { run } from '../../core/process.ts';
import type { SoundDevices } from '../board.ts';
import { MICROPHONE_PCM, SPEAKER_PCM } from './asound-conf.ts';
import { VirtualCard } from './card.ts';
import { virtualIdentity } from './identity.ts';
import { VirtualSlot } from './virtual-slot.ts';
import { VirtualBoard } from './virtual-board.ts';

export { resetByButton } from './reset-by-button.ts';
export type { VirtualBoard };

interface VirtualBoardOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** Folder for the configuration of the virtual card. */
  readonly folder: string;
  /** `machine`, `virtual`, or `auto`: the machine's card if PortAudio lists one. */
  readonly sound: string;
  /** Where the memory of the virtual card is, instead of a file of this process. */
  readonly cardFile: string | undefined;
  /** Whether the virtual card waits for its host. */
  readonly lockstep: boolean;
  /** Millionths that the virtual card's clock runs faster than the host's. */
  readonly driftPpm: number;
  /** The serial number, where it is not that of the machine. */
  readonly serial: string | undefined;
  /** The ALSA plug-in of the virtual card. */
  readonly plugin: string;
  /** The program that lists PortAudio's devices when it is called with `--devices`. */
  readonly audiod: string;
}

/** Opens the board of a development machine, with its own sound card or the virtual one. */
export async function openVirtualBoard(options: VirtualBoardOptions): Promise<VirtualBoard> {
  const { clock, log, folder, lockstep, driftPpm, plugin } = options;
  const file = options.cardFile ?? `/dev/shm/stentor-card-${process.pid}`;
  const card = VirtualCard.create(file);
  const machine = await usesMachine(options);
  const sound: SoundDevices = machine
    ? { output: 'default', input: 'default', environment: {} }
    : {
        output: SPEAKER_PCM,
        input: MICROPHONE_PCM,
        environment: {
          ALSA_CONFIG_PATH: card.writeConfig(folder, plugin, { lockstep, driftPpm }),
          // The card waits for the program, the program for its mixer (portaudio/stream.c).
          ...(lockstep ? { STENTOR_IN_LOCKSTEP: '1' } : {}),
        },
      };
  log.info(machine ? "sound: this machine's card" : 'sound: the virtual card', { output: sound.output });
  const close = () => {
    card.close();
    if (options.cardFile === undefined) rmSync(file, { force: true });
  };
  const slot = new VirtualSlot({ clock, folder });
  const identity = virtualIdentity(options.serial);
  return new VirtualBoard({ clock, identity, sound, card: machine ? undefined : card, slot, close });
}

async function usesMachine({ sound, clock, audiod, log }: VirtualBoardOptions): Promise<boolean> {
  if (sound === 'machine' || sound === 'virtual') return sound === 'machine';
  if (sound !== 'auto') throw unavailable(`sound must be auto, virtual or machine, not ${sound}`);
  let text = '';
  try {
    for await (const part of run(process.execPath, [audiod, '--devices'], { clock, timeoutMs: 10_000 }))
      text += part.toString();
    return (JSON.parse(text) as { outputs: string[] }).outputs.length > 0;
  } catch (error) {
    log.warn('the sound cards of this machine cannot be listed', { error: String(error) });
    return false;
  }
}
