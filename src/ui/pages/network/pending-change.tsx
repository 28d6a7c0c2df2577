import { useEffect } from 'preact/hooks';
import type { Network } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { t } from '../../language/translate.ts';
import { minutesText, useCountdown } from '../../data/use-countdown.ts';

type Pending = NonNullable<Network['pending']>;

/** A change that is undone unless somebody confirms it where the speaker is now. */
export function PendingChange({ pending }: { readonly pending: Pending }) {
  const { client, network, toasts } = useSpeaker();
  const leftS = useCountdown(pending);
  useEffect(() => {
    if (leftS === 0) void network.ask();
  }, [leftS]);
  const send = async (what: 'confirm' | 'revert', told: string) => {
    const done = await toasts.attempt(async () => {
      const answer = await client.change({ method: 'POST', path: `/api/network/${what}` });
      network.value.value = answer as Network;
    }, 'network');
    if (done) toasts.done(told, { about: 'network' });
  };
  return (
    <div class="notice pending-change">
      <p role="status">
        <strong>{t('The change is in force, but not for good.')}</strong>{' '}
        {pending.url === ''
          ? t('It is undone unless you confirm it at the address that the speaker has now.')
          : t('It is undone unless you confirm it at the new address.')}
      </p>
      <p role="timer">{leftS === 0 ? t('It is being undone …') : t('{time} left.', { time: minutesText(leftS) })}</p>
      <div class="form-buttons">
        {pending.url !== '' && pending.url !== location.href && (
          <a class="button" href={pending.url}>
            {t('Open {host}', { host: new URL(pending.url).host })}
          </a>
        )}
        <button type="button" class="button" onClick={() => void send('revert', t('The change was undone.'))}>
          {t('Undo now')}
        </button>
        <button
          type="button"
          class="button primary"
          onClick={() => void send('confirm', t('The change is confirmed.'))}
        >
          {t('Confirm')}
        </button>
      </div>
    </div>
  );
}
