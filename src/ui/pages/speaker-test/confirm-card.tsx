import type { SpeakerTestInfo } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Card } from '../../parts/card.tsx';
import { t } from '../../language/translate.ts';

/** After a calibration: what did somebody hear? */
export function ConfirmCard({ info: { calibration, activity } }: { readonly info: SpeakerTestInfo }) {
  const { session, toasts, client } = useSpeaker();
  if (calibration === null || calibration.confirmed || activity.doing !== 'nothing' || !session.may('admin'))
    return null;
  const confirm = async (clear: boolean) => {
    const path = '/api/speaker-test/confirm';
    const done = await toasts.attempt(() => client.change({ method: 'POST', path, body: { clear } }), 'speaker-test');
    if (done && !clear)
      toasts.done(t('The calibration was dropped. Remove what muffles the speaker, then calibrate again.'));
  };
  return (
    <Card title={t('What did you hear?')}>
      <p class="card-text">
        {t('The speaker is calibrated. Every test is compared with how it sounded now: were the test tones clear?')}
      </p>
      <p class="card-action speaker-test-actions">
        <button type="button" class="button primary" onClick={() => void confirm(true)}>
          {t('Clear tones')}
        </button>
        <button type="button" class="button" onClick={() => void confirm(false)}>
          {t('Muffled or nothing')}
        </button>
      </p>
    </Card>
  );
}
