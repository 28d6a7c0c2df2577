import { useEffect } from 'preact/hooks';
import type { Upgrade } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { t } from '../../language/translate.ts';

/** The version from which an upgrade or rollback began, over the restart and the new login. */
const KEY = 'stentor-version-before';

/** Says which version runs once the speaker has come back from a restart into another one. */
export function useUpgradeNews(upgrade: Upgrade | undefined): void {
  const { toasts } = useSpeaker();
  useEffect(() => {
    if (upgrade === undefined) return;
    const { phase, version, failure } = upgrade;
    if (phase === 'restarting') sessionStorage.setItem(KEY, version);
    const before = sessionStorage.getItem(KEY);
    if (phase === 'restarting' || before === null) return;
    sessionStorage.removeItem(KEY);
    if (version !== before) toasts.done(t('Stentor OS {version} runs now.', { version }));
    else if (failure?.acknowledged === false)
      toasts.error(t('Stentor OS {version} runs again: the upgrade failed.', { version }));
  }, [upgrade]);
}
