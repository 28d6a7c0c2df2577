import { useSpeaker } from '../../data/speaker.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { t } from '../../language/translate.ts';

/** What to see to before a calibration. */
export function CalibrateDialog({ onClose }: { readonly onClose: () => void }) {
  const { client } = useSpeaker();
  const calibrate = async () => {
    await client.change({ method: 'POST', path: '/api/speaker-test/calibrate' });
    onClose();
  };
  return (
    <ConfirmDialog
      title={t('Calibrate')}
      confirm={t('Start calibration')}
      busy={t('Starting …')}
      onConfirm={calibrate}
      onClose={onClose}
    >
      {t(
        'Test tones sound three times, for about half a minute. Somebody should stand near the speaker, listen whether the tones are clear, and tell you. It should be quiet, and nothing should move near the speaker.',
      )}
    </ConfirmDialog>
  );
}
