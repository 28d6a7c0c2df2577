import { useEffect } from 'preact/hooks';
import type { Firewall } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { minutesText, useCountdown } from '../../data/use-countdown.ts';
import { t } from '../../language/translate.ts';

/** Sends what is to become of tested rules. */
function useVerdict() {
  const { client, firewall, toasts } = useSpeaker();
  return async (what: 'confirm' | 'revert', told: string) => {
    const done = await toasts.attempt(async () => {
      const answer = await client.change({ method: 'POST', path: `/api/firewall/${what}` });
      firewall.value.value = answer as Firewall;
    }, 'firewall');
    if (done) toasts.done(told, { about: 'firewall' });
  };
}

/** Rules that go by themselves unless somebody confirms them. */
export function RunningTest({ test }: { readonly test: NonNullable<Firewall['test']> }) {
  const { firewall } = useSpeaker();
  const verdict = useVerdict();
  const leftS = useCountdown(test);
  useEffect(() => {
    if (leftS === 0) void firewall.ask();
  }, [leftS]);
  return (
    <div class="notice pending-change">
      <p role="status">
        <strong>{t('These rules are in force, but not for good.')}</strong>{' '}
        {t(
          'The former ones come back unless you confirm them. That this page still answers shows that you are let in.',
        )}
      </p>
      <p role="timer">
        {leftS === 0 ? t('The former rules come back …') : t('{time} left.', { time: minutesText(leftS) })}
      </p>
      <div class="form-buttons">
        <button type="button" class="button" onClick={() => void verdict('revert', t('The former rules are back.'))}>
          {t('Roll back')}
        </button>
        <button
          type="button"
          class="button primary"
          onClick={() => void verdict('confirm', t('The rules are confirmed.'))}
        >
          {t('Confirm rules')}
        </button>
      </div>
    </div>
  );
}

/** Rules that were tested and not confirmed. */
export function LeftRules({ onTake }: { readonly onTake: () => void }) {
  const verdict = useVerdict();
  return (
    <div class="notice pending-change">
      <p role="status">{t('The rules that were tested last were not confirmed, and are not in force.')}</p>
      <div class="form-buttons">
        <button type="button" class="button" onClick={() => void verdict('revert', t('The rules were discarded.'))}>
          {t('Discard')}
        </button>
        <button type="button" class="button" onClick={onTake}>
          {t('Edit them again')}
        </button>
      </div>
    </div>
  );
}
