import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { arch } from 'node:os';
import { join } from 'node:path';
import type { BoardIdentity } from '../board.ts';
import type { BoardProfile } from '../profile.ts';

/** Who this Raspberry Pi is. @param root stands for `/` */
export function piIdentity(profile: BoardProfile, root = '/'): BoardIdentity {
  const { name, title, computers } = profile;
  const found = textOf(join(root, 'proc/device-tree/model'));
  const computer = computerOf(profile, found);
  const problem = problemOf(profile, { computer, found });
  return {
    name,
    model: found ?? title,
    serialNumber: macAddress(root) ?? madeUpAddress(root),
    architecture: arch() === 'arm64' ? 'aarch64' : arch(),
    soc: (computer ?? computers[0])?.soc ?? '',
    ...(problem === undefined ? {} : { problem }),
  };
}

/** The one with the longest name that fits: "Raspberry Pi 3 Model B" also begins the name of the B Plus. */
const computerOf = ({ computers }: BoardProfile, found = '') =>
  computers.filter(({ model }) => found.startsWith(model)).sort((a, b) => b.model.length - a.model.length)[0];

type Computer = BoardProfile['computers'][number];

function problemOf(
  { unsupported, computers }: BoardProfile,
  { computer, found = 'something unknown' }: { computer: Computer | undefined; found: string | undefined },
): string | undefined {
  if (unsupported !== undefined || computer !== undefined) return unsupported;
  return `this card was made for ${computers.map(({ model }) => model).join(', ')}, and runs on ${found}`;
}

/** Of the first network card that is hardware, wired before wireless; 12 upper-case hex digits. */
function macAddress(root: string): string | undefined {
  const folder = join(root, 'sys/class/net');
  const cards = entriesOf(folder).filter(card => existsSync(join(folder, card, 'device')));
  const isWireless = (card: string) => existsSync(join(folder, card, 'wireless'));
  const ordered = [...cards.filter(card => !isWireless(card)), ...cards.filter(isWireless)];
  const found = ordered
    .map(card => textOf(join(folder, card, 'address')))
    .find(
      address => address !== undefined && /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(address) && !/^[0:]+$/.test(address),
    );
  return found?.replaceAll(':', '').toUpperCase();
}

/**
 * A locally administered address (IEEE 802, second bit of the first octet) from the serial number of the chip, which stays
 * the same when the network card does not.
 */
function madeUpAddress(root: string): string {
  const serial = textOf(join(root, 'proc/device-tree/serial-number')) ?? '';
  return `02${serial.slice(-10).padStart(10, '0')}`.toUpperCase();
}

/** The text of a file of sysfs or the device tree, where strings end with a zero; undefined where there is none. */
function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').replace(/\0.*$/s, '').trim();
  } catch {
    return undefined;
  }
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
