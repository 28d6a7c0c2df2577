import { useState } from 'preact/hooks';
import { useSpeaker } from '../../data/speaker.ts';
import { Card } from '../../parts/card.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';

/** Restarts the device. */
export function RestartCard() {
  const { client, toasts } = useSpeaker();
  const [asking, setAsking] = useState(false);
  const close = () => setAsking(false);
  const restart = async () => {
    await client.change({ method: 'POST', path: '/api/restart' });
    toasts.done('The speaker restarts. This page comes back by itself.', { about: 'restart' });
    close();
  };
  return (
    <Card title="Restart">
      <p class="card-text">Everything that plays stops, and all who are logged in have to log in again.</p>
      <button type="button" class="button" onClick={() => setAsking(true)}>
        Restart
      </button>
      {asking && (
        <ConfirmDialog title="Restart" confirm="Restart" busy="Restarting …" onConfirm={restart} onClose={close}>
          The speaker is silent and cannot be reached until it has started again.
        </ConfirmDialog>
      )}
    </Card>
  );
}
