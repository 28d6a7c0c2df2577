import { useState } from 'preact/hooks';
import { useSpeaker } from '../../data/speaker.ts';
import { Card } from '../../parts/card.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { t } from '../../language/translate.ts';

/** Restarts the device. */
export function RestartCard() {
  const { client, toasts } = useSpeaker();
  const [asking, setAsking] = useState(false);
  const close = () => setAsking(false);
  const restart = async () => {
    await client.change({ method: 'POST', path: '/api/restart' });
    toasts.done(t('The speaker restarts. This page comes back by itself.'), { about: 'restart' });
    close();
  };
  return (
    <Card title={t('Restart')}>
      <p class="card-text">{t('Everything that plays stops, and all who are logged in have to log in again.')}</p>
      <button type="button" class="button" onClick={() => setAsking(true)}>
        {t('Restart')}
      </button>
      {asking && (
        <ConfirmDialog
          title={t('Restart')}
          confirm={t('Restart')}
          busy={t('Restarting …')}
          onConfirm={restart}
          onClose={close}
        >
          {t('The speaker is silent and cannot be reached until it has started again.')}
        </ConfirmDialog>
      )}
    </Card>
  );
}
