import { useEffect, useState } from 'preact/hooks';
import type { Recipient, RecipientTest } from '../../../api/contract.ts';
import { Refusal } from '../../data/refusal.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Progress } from '../../parts/progress.tsx';
import { TEST_MS, TestAnswer } from './test-answer.tsx';
import { t } from '../../language/translate.ts';

/** Sends a test to a recipient as it is stored, and shows the dialogue. */
export function TestRecipient({ recipient, onClose }: { readonly recipient: Recipient; readonly onClose: () => void }) {
  const { client } = useSpeaker();
  const [answer, setAnswer] = useState<RecipientTest | undefined>();
  useEffect(() => {
    const path = `/api/recipients/${encodeURIComponent(recipient.id)}/test`;
    const test = async () => {
      try {
        setAnswer((await client.change({ method: 'POST', path, body: {}, patienceMs: TEST_MS })) as RecipientTest);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        setAnswer({ passed: false, message: error.message, transcript: [] });
      }
    };
    void test();
  }, []);
  return (
    <Dialog title={t('Test {name}', { name: recipient.name })} onClose={onClose}>
      <div class="stacked">
        {answer === undefined ? (
          <>
            <p role="status">{t('Sending a test …')}</p>
            <Progress label={t('Sending a test')} share={undefined} />
          </>
        ) : (
          <TestAnswer answer={answer} />
        )}
        <div class="form-buttons">
          <button type="button" class="button" onClick={onClose} data-first>
            {t('Done')}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
