import { idIn, type Route } from '../http/index.ts';
import type { Disk } from './contract.ts';
import { json } from './json.ts';

/** The disks of the speaker; they may be told more of than the page is. */
export interface ApiStorage {
  disks(): Promise<readonly Disk[]>;
  /** @throws Fault that says why it cannot be mounted */
  mount(id: string): Promise<void>;
  /** @throws Fault that says why it cannot be unmounted */
  unmount(id: string): Promise<void>;
}

/** The storage slot and the internal storage. */
export const storageRoutes = ({ storage }: { readonly storage: ApiStorage }): Route[] => [
  {
    path: '/api/storage',
    methods: ['GET'],
    access: 'viewer',
    handle: async () => json((await storage.disks()).map(shown)),
  },
  {
    path: '/api/storage/:id/mount',
    methods: ['POST'],
    access: 'admin',
    handle: async exchange => {
      await storage.mount(idIn(exchange));
      return undefined;
    },
  },
  {
    path: '/api/storage/:id/unmount',
    methods: ['POST'],
    access: 'admin',
    handle: async exchange => {
      await storage.unmount(idIn(exchange));
      return undefined;
    },
  },
];

const shown = (disk: Disk): Disk => ({
  id: disk.id,
  status: disk.status,
  busy: disk.busy,
  removable: disk.removable,
  label: disk.label,
  filesystem: disk.filesystem,
  reason: disk.reason,
  totalBytes: disk.totalBytes,
  freeBytes: disk.freeBytes,
  full: disk.full,
  readOnly: disk.readOnly,
});
