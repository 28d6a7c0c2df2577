/** Runs a built image in an emulator until Ctrl-C: npx tsx scripts/image-qemu.ts BOARD [raspi3b|virt]. The card is a copy. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { builtCard } from './image/emulator/card.ts';
import { Machine } from './image/emulator/machine.ts';

const [board = 'pi4', kind = 'raspi3b'] = process.argv.slice(2);

async function run(): Promise<void> {
  if (kind !== 'raspi3b' && kind !== 'virt') throw new Error(`MACHINE is raspi3b or virt, not ${kind}`);
  const { card, hardware, panel } = builtCard(board);
  const folder = join(card, '..', `qemu-${kind}`);
  const machine = await Machine.start({ kind, card, hardware, panel, folder });
  const off = machine.serial.onText(piece => process.stdout.write(piece));
  process.once('SIGINT', () => {
    void machine.powerCut().then(() => {
      rmSync(folder, { recursive: true, force: true });
      process.exit();
    });
  });
  console.log(
    `Starting, which takes a minute or more. The page will be at ${machine.https} (the API also at ${machine.http}).`,
  );
  const began = performance.now();
  await machine.waitForHttp();
  off();
  console.log(
    `\nThe speaker answers at ${machine.https} after ${((performance.now() - began) / 1000).toFixed(0)} s. Ctrl-C pulls the plug.`,
  );
}

try {
  await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
