import { choice, object, string } from '../core/schema.ts';
import { defineEvent } from '../events/index.ts';

/**
 * How the upgrade of the speaker stands: `installing`, `restarting` into the other slot, `trial` until the release is
 * committed, `failed` until somebody has seen it, else `idle`. `version` is the one it is about, `reason` why it failed.
 */
export const upgradeState = defineEvent({
  id: 'upgrade.state',
  title: 'Upgrade',
  kind: 'state',
  topic: 'tns1:Device/tnsaxis:Status/Upgrade',
  initial: { state: 'idle', version: '', reason: '' },
  data: object({
    state: choice(['idle', 'installing', 'restarting', 'trial', 'failed']),
    version: string(),
    reason: string(),
  }),
});
