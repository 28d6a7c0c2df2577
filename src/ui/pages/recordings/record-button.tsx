import { useState } from 'preact/hooks';
import type { Recording } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Icon } from '../../parts/icon.tsx';
import { t } from '../../language/translate.ts';

/** How long a recording is that a person begins, s; it can be stopped sooner. */
const SECONDS = 3600;
const LABEL = t('By hand');

/** Begins a recording, and ends the one that was begun here. */
export function RecordButton({ recordings }: { readonly recordings: readonly Recording[] }) {
  const { client, recordings: list, toasts } = useSpeaker();
  const [busy, setBusy] = useState(false);
  const own = recordings.find(({ ongoing, label }) => ongoing && label === LABEL.replace(' ', '_'));
  const press = async () => {
    setBusy(true);
    const begin = { path: '/api/actions/recordings.record', body: { seconds: SECONDS, label: LABEL } };
    const what = own === undefined ? begin : { path: `/api/recordings/${own.id}/stop` };
    await toasts.attempt(() => client.change({ method: 'POST', ...what }), 'record');
    await list.ask();
    setBusy(false);
  };
  return (
    <button
      type="button"
      class={own === undefined ? 'button primary' : 'button'}
      aria-disabled={busy}
      onClick={() => !busy && void press()}
    >
      <Icon name={own === undefined ? 'microphone' : 'stop'} /> {own === undefined ? t('Record') : t('Stop recording')}
    </button>
  );
}
