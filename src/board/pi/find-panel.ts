import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The `label` in overlays/stentor-panel.dts. */
const NAME = 'stentor-panel';

/**
 * The input device of the panel, or undefined where the kernel has none. Found by its name in sysfs: the links that udev
 * makes come too late for the boot-time reset.
 */
export function findPanel(root = '/'): string | undefined {
  const folder = join(root, 'sys/class/input');
  const nameOf = (event: string) => contentOf(join(folder, event, 'device/name'));
  const event = entriesOf(folder).find(entry => entry.startsWith('event') && nameOf(entry) === NAME);
  return event === undefined ? undefined : join(root, 'dev/input', event);
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // no input device at all
  }
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return ''; // gone again
  }
}
