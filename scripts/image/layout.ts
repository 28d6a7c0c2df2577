/** Bytes in a mebibyte, and the disk's sectors in one. */
export const MIB = 1024 * 1024;
const SECTORS = MIB / 512;

/** Where the boot state lies: U-Boot's environment with a CRC, in the gap before the first partition (bytes). */
export const BOOT_STATE = { offset: MIB, size: 0x4000 } as const;

/** The disk's MBR signature; the initramfs finds its disk by it. */
export const DISK_ID = '53544e01';

/** Sizes in MiB. Data grows at first boot to the end of the card. */
const SIZES = { firmware: 64, boot: 64, root: 256, data: 64 } as const;
const FIRST = 4;

export interface Partition {
  readonly name: 'firmware' | 'slots' | 'bootA' | 'rootA' | 'bootB' | 'rootB' | 'data';
  readonly number: number;
  /** MiB from the beginning of the disk. */
  readonly start: number;
  /** MiB. */
  readonly size: number;
  /** MBR partition type, in hex. */
  readonly type: string;
}

/**
 * The partitions of a card, an MBR because the boot ROMs of Pi 3 and Zero 2 W know no GPT: four primaries do not suffice
 * for two slots, so these lie in an extended partition. Every logical partition has its own table in the MiB before it.
 */
export function layout(): readonly Partition[] {
  const logical: Partition[] = [];
  const extended = FIRST + SIZES.firmware;
  let end = extended;
  for (const [place, name] of (['bootA', 'rootA', 'bootB', 'rootB'] as const).entries()) {
    const size = name.startsWith('boot') ? SIZES.boot : SIZES.root;
    logical.push({ name, number: 5 + place, start: end + 1, size, type: '83' });
    end += 1 + size;
  }
  return [
    { name: 'firmware', number: 1, start: FIRST, size: SIZES.firmware, type: 'c' },
    { name: 'slots', number: 2, start: extended, size: end - extended, type: '5' },
    { name: 'data', number: 3, start: end, size: SIZES.data, type: '83' },
    ...logical,
  ];
}

/** The partition of that name. */
export function partition(name: Partition['name']): Partition {
  return layout().find(part => part.name === name)!;
}

/** Size of the whole image (MiB). */
export function diskSize(): number {
  return Math.max(...layout().map(({ start, size }) => start + size));
}

/** What sfdisk is told to write the partition table. */
export function sfdiskScript(): string {
  const rows = layout().map(
    ({ name, number, start, size, type }) =>
      `${number}: start=${start * SECTORS}, size=${size * SECTORS}, type=${type}${name === 'firmware' ? ', bootable' : ''}`,
  );
  return ['label: dos', `label-id: 0x${DISK_ID}`, 'unit: sectors', ...rows, ''].join('\n');
}
