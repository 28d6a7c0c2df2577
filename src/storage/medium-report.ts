import type { Medium } from '../board/index.ts';

const STATES = ['checking', 'mounted', 'unmounted', 'failed'] as const;

/** What the storage helper tells of a medium: lines of `key=value`. Undefined where the text is none of its reports. */
export function mediumIn(text: string): Omit<Medium, 'name' | 'folder'> | undefined {
  const value = (key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(text)?.[1] ?? '';
  const state = STATES.find(each => each === value('state'));
  if (state === undefined) return undefined;
  return { state, reason: value('reason'), filesystem: value('filesystem'), label: value('label') };
}
