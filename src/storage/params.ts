import { boolean, integer, string } from '../core/schema.ts';
import { defineParam, type ParamDef } from '../settings/index.ts';

const rights = { read: 'viewer', write: 'never' } as const;

/** What the speaker may keep on its own data partition where no medium is in the slot. */
export const internalQuota = defineParam({
  path: 'Stentor.Storage.InternalQuota',
  title: 'Internal storage, quota',
  schema: integer({ minimum: 0, maximum: 1_000_000 }),
  value: 256,
  unit: 'MB',
  read: 'viewer',
  write: 'admin',
});

export const STORAGE_PARAMS: readonly ParamDef[] = [
  internalQuota,
  defineParam({
    path: 'Properties.LocalStorage.LocalStorage',
    title: 'Local storage',
    schema: boolean(),
    value: true,
    ...rights,
  }),
  defineParam({ path: 'Properties.LocalStorage.SDCard', title: 'SD card', schema: boolean(), value: true, ...rights }),
  defineParam({
    path: 'Properties.LocalStorage.Version',
    title: 'Version',
    schema: string(),
    value: '1.00',
    ...rights,
  }),
];
