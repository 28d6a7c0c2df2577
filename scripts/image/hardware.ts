import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { AptRoot, Package } from './apt-root.ts';
import type { Recipe } from './recipe.ts';
import { step } from './step.ts';
import { tool } from './tool.ts';

/** What comes from Debian's packages without being installed: kernel, firmware, boot loader, the initramfs' two programs. */
export interface Hardware {
  /** The packages, unpacked over each other. */
  readonly folder: string;
  readonly packages: readonly Package[];
  /** The kernel's release, as uname tells it. */
  readonly kernel: string;
  /** Folder of the kernel's modules, image and device trees. */
  readonly kernelFolder: string;
}

const OTHERS = [
  'busybox-static',
  'dmsetup',
  'firmware-brcm80211',
  'libdevmapper1.02.1',
  'raspi-firmware',
  'u-boot-qemu',
  'u-boot-rpi',
];

/** Fetches and unpacks the kernel of trixie-backports (7.3) and the firmware; nothing of it is run here. */
export async function hardware(recipe: Recipe, apt: AptRoot): Promise<Hardware> {
  return await step('kernel, firmware, boot loader', () => {
    const newest = apt.newest('linux-image-arm64', 'trixie-backports');
    const image = apt.dependencies(`linux-image-arm64=${newest}`).find(name => /^linux-image-\d/.test(name));
    if (image === undefined) throw new Error(`linux-image-arm64 ${newest} names no kernel`);
    const kernel = image.replace('linux-image-', '');
    const packages = apt.pick([
      ...['linux-base', 'linux-binary', 'linux-modules'].map(part => `${part}-${kernel}`),
      ...OTHERS,
    ]);
    const files = apt.fetch(packages, join(recipe.cache, 'packages'));
    const folder = join(recipe.cache, `hardware-${packages.map(({ sha256 }) => sha256.slice(0, 2)).join('')}`);
    if (!existsSync(join(folder, 'complete'))) {
      rmSync(folder, { recursive: true, force: true });
      for (const file of files) tool('dpkg-deb', ['-x', file, folder]);
      // The package carries no index: its installation would make it.
      tool('depmod', ['-b', join(folder, 'usr'), kernel]);
      tool('touch', [join(folder, 'complete')]);
    }
    const [found] = readdirSync(join(folder, 'usr/lib/modules'));
    return { folder, packages, kernel, kernelFolder: join(folder, 'usr/lib/modules', found ?? kernel) };
  });
}
