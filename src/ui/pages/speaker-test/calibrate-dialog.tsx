import { useSpeaker } from '../../data/speaker.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';

/** What to see to before a calibration. */
export function CalibrateDialog({ onClose }: { readonly onClose: () => void }) {
  const { client } = useSpeaker();
  const calibrate = async () => {
    await client.change({ method: 'POST', path: '/api/speaker-test/calibrate' });
    onClose();
  };
  return (
    <ConfirmDialog
      title="Calibrate"
      confirm="Start calibration"
      busy="Starting …"
      onConfirm={calibrate}
      onClose={onClose}
    >
      Test tones sound three times, for about half a minute. Somebody should stand near the speaker, listen whether the
      tones are clear, and tell you. It should be quiet, and nothing should move near the speaker.
    </ConfirmDialog>
  );
}
