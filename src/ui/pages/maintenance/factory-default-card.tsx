import { useState } from 'preact/hooks';
import { useSpeaker } from '../../data/speaker.ts';
import { Card } from '../../parts/card.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { t } from '../../language/translate.ts';

/** The two ways back to the factory default, as the manual names them. */
const WAYS = {
  soft: {
    button: t('Restore'),
    busy: t('Restoring …'),
    hint: t('All settings, accounts and audio clips go; how the speaker is reached over the network stays.'),
    warning: t(
      'All accounts, audio clips and settings but those of the network will be deleted. Then the speaker restarts and asks for a new password. This cannot be undone.',
    ),
    done: t('The speaker restores its settings. This page comes back by itself and asks for a new password.'),
  },
  hard: {
    button: t('Default'),
    busy: t('Resetting …'),
    hint: t('Everything goes, the IP address as well.'),
    warning: t(
      'All accounts, audio clips and settings, those of the network included, will be deleted. The speaker restarts, may get another IP address, and asks for a new password. This cannot be undone.',
    ),
    done: t(
      'The speaker returns to its factory default. Load this page again when the status LED is green; the IP address may be another one.',
    ),
  },
} as const;

type Kind = keyof typeof WAYS;

/** Returns the speaker to the factory default. */
export function FactoryDefaultCard() {
  const [asking, setAsking] = useState<Kind | undefined>();
  return (
    <Card title={t('Factory default')}>
      <Way kind="soft" onAsk={setAsking} />
      <Way kind="hard" onAsk={setAsking} />
      {asking !== undefined && <AskFirst kind={asking} onClose={() => setAsking(undefined)} />}
    </Card>
  );
}

function Way({ kind, onAsk }: { readonly kind: Kind; readonly onAsk: (kind: Kind) => void }) {
  const { button, hint } = WAYS[kind];
  return (
    <div class="card-way">
      <p class="card-text">{hint}</p>
      <button type="button" class="button danger" onClick={() => onAsk(kind)}>
        {button}
      </button>
    </div>
  );
}

function AskFirst({ kind, onClose }: { readonly kind: Kind; readonly onClose: () => void }) {
  const { client, toasts } = useSpeaker();
  const { button, busy, warning, done } = WAYS[kind];
  const reset = async () => {
    await client.change({ method: 'POST', path: '/api/factory-default', body: { kind } });
    toasts.done(done, { about: 'restart' });
    onClose();
  };
  return (
    <ConfirmDialog
      title={t('Factory default: {button}', { button })}
      confirm={button}
      busy={busy}
      onConfirm={reset}
      onClose={onClose}
    >
      {warning}
    </ConfirmDialog>
  );
}
