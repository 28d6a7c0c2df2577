import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Whether the Raspberry Pi's firmware has seen less than 4.63 V since it was last asked: the alarm of the kernel's
 * `rpi_volt` sensor (Documentation/hwmon/raspberrypi-hwmon.rst in Linux). Undefined where the kernel has none, as
 * Debian's has not.
 * @param root stands for `/` in tests
 */
export function readUndervoltage(root: string): boolean | undefined {
  try {
    const sensors = join(root, 'sys/class/hwmon');
    const own = readdirSync(sensors).find(name => textOf(join(sensors, name, 'name')) === 'rpi_volt');
    if (own === undefined) return undefined;
    const alarm = textOf(join(sensors, own, 'in0_lcrit_alarm'));
    return alarm === undefined ? undefined : alarm === '1';
  } catch {
    return undefined; // no such folder: no sensors
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1').trim();
  } catch {
    return undefined;
  }
}
