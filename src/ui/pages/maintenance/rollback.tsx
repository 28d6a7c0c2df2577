import { useState } from 'preact/hooks';
import { useSpeaker } from '../../data/speaker.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { t } from '../../language/translate.ts';

/** Goes back to the version before. */
export function Rollback({ previous }: { readonly previous: string }) {
  const { client, upgrade } = useSpeaker();
  const [asking, setAsking] = useState(false);
  const close = () => setAsking(false);
  const rollback = async () => {
    await client.change({ method: 'POST', path: '/api/upgrade/rollback' });
    await upgrade.ask();
    close();
  };
  return (
    <div class="upgrade-step">
      <p>{t('Version {previous} is still on the speaker.', { previous })}</p>
      <button type="button" class="button" onClick={() => setAsking(true)}>
        {t('Rollback')}
      </button>
      {asking && (
        <ConfirmDialog
          title={t('Rollback to Stentor OS {previous}', { previous })}
          confirm={t('Rollback')}
          busy={t('Restarting …')}
          onConfirm={rollback}
          onClose={close}
        >
          {t(
            'The speaker restarts into {previous}. Settings are kept. To have the present version again, you need its file.',
            { previous },
          )}
        </ConfirmDialog>
      )}
    </div>
  );
}
