import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The number that sysfs has for line 0 of a GPIO chip, or undefined where there is none of these labels. Since Linux 6.6
 * it is not 0: GPIO27 may be 539.
 * @param labels of the chips that may be meant, the likeliest first
 */
export function gpioBase(labels: readonly string[], root = '/'): number | undefined {
  const folder = join(root, 'sys/class/gpio');
  const chips = entriesOf(folder).filter(name => name.startsWith('gpiochip'));
  const content = (chip: string, file: string) => readFileSync(join(folder, chip, file), 'utf8').trim();
  for (const label of labels) {
    const chip = chips.find(name => content(name, 'label') === label);
    if (chip !== undefined) return Number(content(chip, 'base'));
  }
  return undefined;
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // a kernel without GPIO in sysfs
  }
}
