import { useEffect, useState } from 'preact/hooks';
import { Refusal } from '../../data/refusal.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Waiting } from '../../parts/waiting.tsx';
import { Entrance } from './entrance.tsx';
import { t } from '../../language/translate.ts';

const RETRY_MS = 5000;

/** Stands until the speaker has said for the first time who is logged in; goes on asking by itself. */
export function Unreachable() {
  const { session } = useSpeaker();
  const [problem, setProblem] = useState<string | undefined>();
  const ask = () =>
    session.load().catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
      setProblem(error.message);
    });
  useEffect(() => {
    void ask();
    const timer = setInterval(() => void ask(), RETRY_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <Entrance title={problem === undefined ? t('One moment') : t('No answer')}>
      <Waiting what={t('the speaker’s page')} problem={problem} onRetry={() => void ask()} />
    </Entrance>
  );
}
