import { conflict } from '../../src/core/fault.ts';
import type { Disk } from '../../src/storage/index.ts';

/** Disks made of words. */
export function fakeStorage(...changes: Partial<Disk>[]) {
  const disks = changes.map(change => ({ ...EMPTY, ...change }));
  const done: string[] = [];
  const act = async (verb: string, id: string) => {
    const disk = disks.find(each => each.id === id);
    if (disk?.removable !== true) throw conflict(`${id} stays as it is`);
    done.push(`${verb} ${id}`);
  };
  return {
    done,
    disks: async () => disks,
    mount: (id: string) => act('mount', id),
    unmount: (id: string) => act('unmount', id),
  };
}

const EMPTY: Disk = {
  id: 'SD_DISK',
  status: 'disconnected',
  busy: false,
  removable: true,
  label: '',
  filesystem: 'none',
  reason: '',
  totalBytes: 0,
  freeBytes: 0,
  full: false,
  readOnly: false,
  folder: undefined,
};
