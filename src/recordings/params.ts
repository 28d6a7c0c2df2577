import { onOff, whole, type ParamDef } from '../settings/index.ts';

const admin = { read: 'operator', write: 'admin' } as const;

/** How many recordings are kept on a disk. */
export const maxRecordings = whole(
  'Stentor.Recordings.MaxCount',
  'Recordings on a disk, at most',
  { value: 1000, minimum: 1, maximum: 10_000 },
  admin,
);

/** How much of a disk recordings may take; on the internal storage its own quota counts besides. */
export const recordingsQuota = whole(
  'Stentor.Recordings.Quota',
  'Space for recordings on a disk, MB',
  { value: 4000, minimum: 1, maximum: 1_000_000, unit: 'MB' },
  admin,
);

/** Whether the oldest recordings make room for new ones; else nothing more is recorded. */
export const deleteOldest = onOff(
  'Stentor.Recordings.DeleteOldest',
  'Delete the oldest recordings where there is no room',
  true,
  admin,
);

export const RECORDING_PARAMS: readonly ParamDef[] = [maxRecordings, recordingsQuota, deleteOldest];
