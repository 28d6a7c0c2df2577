import { randomBytes } from 'node:crypto';

/** A recording on a disk, or one that is being made. All that is known of it stands in its file and the file's name. */
export interface Recording {
  readonly id: string;
  readonly disk: string;
  /** What it was made for; of letters that every file system takes. */
  readonly label: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly bytes: number;
  readonly seconds: number;
  /** It is still being made. */
  readonly ongoing: boolean;
}

/** What the name of a file tells. */
export type Named = Pick<Recording, 'id' | 'label' | 'startedAt'>;

export const ENDING = '.opus';
export const MEDIA_TYPE = 'audio/ogg';
const NAME = /^((\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-[0-9a-f]{6})(?:-([A-Za-z0-9._-]{1,60}))?\.opus$/;
const LONGEST_LABEL = 60;

/** A name that sorts by time, in UTC, and that FAT takes; the random part keeps recordings of one second apart. */
export function newName(at: Date, label: string): string {
  const stamp = at.toISOString().replace(/\.\d+/, '').replaceAll(/[:-]/g, '');
  const words = label
    .replaceAll(/[^A-Za-z0-9._-]+/g, '_')
    .replaceAll(/^[._-]+|[._-]+$/g, '')
    .slice(0, LONGEST_LABEL);
  return `${stamp}-${randomBytes(3).toString('hex')}${words === '' ? '' : `-${words}`}${ENDING}`;
}

/** Undefined where the name is not one of ours. */
export function named(fileName: string): Named | undefined {
  const [, id, year, month, day, hour, minute, second, label = ''] = NAME.exec(fileName) ?? [];
  if (id === undefined) return undefined;
  return { id, label, startedAt: `${year}-${month}-${day}T${hour}:${minute}:${second}Z` };
}
