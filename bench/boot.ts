/**
 * `make bench WHAT=boot`: what our own units add to the boot of the image. The very same card starts twice in QEMU, once as it
 * is and once with every unit of ours masked; each run is over when systemd has reached its default target. Measured in CPU
 * time of the emulator, which other programs on this machine do not lengthen.
 */
import { readdirSync } from 'node:fs';
import { newSpeaker } from '../test/image/support/speaker.ts';

const RUNS = 2;
const UNITS = new URL('../appliance/rootfs/usr/lib/systemd/system', import.meta.url).pathname;

const masks = readdirSync(UNITS)
  .filter(name => /^stentor.*\.service$/.test(name))
  .map(name => `systemd.mask=${name}`);

interface Boot {
  readonly cpuSeconds: number;
  readonly seconds: number;
}

async function boot(words: readonly string[]): Promise<Boot> {
  const speaker = newSpeaker({ kind: 'virt', words });
  const { machine } = speaker;
  try {
    const began = performance.now();
    await machine.boot();
    await machine.shell('systemctl is-system-running --wait', 900_000);
    return { cpuSeconds: machine.cpuSeconds, seconds: (performance.now() - began) / 1000 };
  } finally {
    await speaker.dispose();
  }
}

const best = (runs: readonly Boot[]) => Math.min(...runs.map(({ cpuSeconds }) => cpuSeconds));
const told = (runs: readonly Boot[]) =>
  runs.map(({ cpuSeconds, seconds }) => `${cpuSeconds.toFixed(1)} CPU-s (${seconds.toFixed(0)} s)`).join(', ');

const whole: Boot[] = [];
const bare: Boot[] = [];
for (let run = 0; run < RUNS; run++) {
  bare.push(await boot(masks));
  whole.push(await boot([]));
}
console.log(`boot to the default target in QEMU (virt), ${RUNS} runs each`);
console.log(`  without our units  ${told(bare)}`);
console.log(`  as it is           ${told(whole)}`);
console.log(`  ratio of the best  ${(best(whole) / best(bare)).toFixed(2)}`);
