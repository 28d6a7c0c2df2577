import { string } from '../core/schema.ts';
import { defineParam, type ParamDef } from '../settings/index.ts';

/** What programs look at before they ask for firmware management. */
export const UPGRADE_PARAMS: readonly ParamDef[] = [
  defineParam({
    path: 'Properties.FirmwareManagement.Version',
    title: 'Version',
    schema: string(),
    value: '1.3',
    read: 'viewer',
    write: 'never',
  }),
];
