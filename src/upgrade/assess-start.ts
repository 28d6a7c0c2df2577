import type { UpgradeRecord } from './record.ts';

/**
 * What a start means. `trial`: a new release runs for the first times. `fell-back`: another slot runs than was meant, so
 * the one that was meant failed. `interrupted`: the power went while a release was installed. `cut-off`: the power went
 * while a release waited for somebody to commit it, which VAPIX counts as a reason to undo it. Else `normal`.
 */
export type StartMeaning = 'normal' | 'trial' | 'fell-back' | 'interrupted' | 'cut-off';

export function assessStart({ trial, expected }: UpgradeRecord, booted: string): StartMeaning {
  if (trial === undefined) return expected !== undefined && expected.slot !== booted ? 'fell-back' : 'normal';
  if (trial.slot !== booted) return trial.phase === 'installing' ? 'interrupted' : 'fell-back';
  return trial.autoCommit === 'never' && trial.started && !trial.stopped ? 'cut-off' : 'trial';
}
