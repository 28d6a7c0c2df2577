import type { Trial } from './record.ts';

/** How a release is installed; the words and defaults are those of VAPIX's firmware management. */
export interface InstallOptions {
  /** What is reset before it starts: nothing, all but the network settings (`soft`), or everything (`hard`). */
  readonly factoryDefault: 'none' | 'soft' | 'hard';
  readonly autoCommit: 'never' | 'boot' | 'started' | 'default';
  /** Minutes after its start when it is undone unless it was committed. */
  readonly autoRollback: 'never' | 'default' | number;
}

/** Without any word from the person: keep the settings, commit what is healthy, undo the rest after ten minutes. */
export const PLAIN_UPGRADE: InstallOptions = { factoryDefault: 'none', autoCommit: 'default', autoRollback: 'default' };

const DEFAULT_ROLLBACK_MINUTES = 10;

/** What the defaults mean, which depend on each other. */
export function commitRules(options: InstallOptions): Pick<Trial, 'autoCommit' | 'rollbackS'> {
  return { autoCommit: autoCommitOf(options), rollbackS: rollbackMinutesOf(options) * 60 };
}

function autoCommitOf({ autoCommit, autoRollback, factoryDefault }: InstallOptions): Trial['autoCommit'] {
  if (autoCommit !== 'default') return autoCommit;
  if (autoRollback !== 'default') return 'never';
  return factoryDefault === 'none' ? 'started' : 'boot';
}

function rollbackMinutesOf({ autoCommit, autoRollback }: InstallOptions): number {
  if (autoRollback === 'default') return autoCommit === 'default' ? DEFAULT_ROLLBACK_MINUTES : 0;
  return autoRollback === 'never' ? 0 : autoRollback;
}
