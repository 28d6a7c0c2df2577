import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kind } from '../../../scripts/image/emulator/command.ts';
import { builtCard } from '../../../scripts/image/emulator/card.ts';
import { Machine } from '../../../scripts/image/emulator/machine.ts';

interface SpeakerOptions {
  readonly kind: Kind;
  /** A folder of board/, whose image `make image` built. */
  readonly board?: string;
  readonly version?: string;
  readonly held?: boolean;
  /** Size of the card, MiB: a power of two. */
  readonly cardMib?: number;
  /** Whether there is a sound card; there is unless told. */
  readonly sound?: boolean;
  readonly jit?: boolean;
  /** More words of the kernel's command line. */
  readonly words?: readonly string[];
}

/** A machine for tests with a fresh copy of a built card, a shell, and a folder that goes with it. The power is off. */
export function newSpeaker({
  kind,
  board = process.env['BOARD'] ?? 'pi4',
  version,
  ...more
}: SpeakerOptions): TestSpeaker {
  const folder = mkdtempSync(join(tmpdir(), `stentor-${kind}-`));
  const machine = new Machine({ ...builtCard(board, version), ...more, kind, folder, shell: true });
  machine.insertCard();
  return {
    machine,
    async dispose() {
      await machine.powerCut();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface TestSpeaker {
  readonly machine: Machine;
  /** Pulls the plug and throws the card away. */
  dispose(): Promise<void>;
}
