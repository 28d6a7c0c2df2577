import { useEffect, useState } from 'preact/hooks';
import { listen } from '../../data/listen.ts';
import { Card } from '../../parts/card.tsx';
import { Icon } from '../../parts/icon.tsx';
import { MicrophoneNotice } from '../../parts/microphone-notice.tsx';
import { t } from '../../language/translate.ts';

/** Plays in the browser what the speaker's microphone hears. */
export function ListenCard() {
  const [listening, setListening] = useState<AbortController>();
  const [told, setTold] = useState({ text: '', isProblem: false });
  useEffect(() => () => listening?.abort(), [listening]);

  const start = () => {
    const leave = new AbortController();
    setListening(leave);
    setTold({ text: t('Connecting …'), isProblem: false });
    listen(leave.signal, () => setTold({ text: t('You hear the microphone.'), isProblem: false }))
      .then(() => setTold({ text: '', isProblem: false }))
      .catch((error: unknown) =>
        setTold({ text: t('It cannot be heard: {words}', { words: wordsOf(error) }), isProblem: true }),
      )
      .finally(() => setListening(undefined));
  };
  return (
    <Card title={t('Listen')}>
      <p class="card-text">{t('What the speaker’s microphone hears, a moment late.')}</p>
      <MicrophoneNotice />
      <div class="form-buttons">
        {listening === undefined ? (
          <button type="button" class="button primary" onClick={start}>
            <Icon name="play" /> {t('Listen')}
          </button>
        ) : (
          <button type="button" class="button" onClick={() => listening.abort()}>
            <Icon name="stop" /> {t('Stop listening')}
          </button>
        )}
      </div>
      <p class={told.isProblem ? 'field-error' : 'field-hint'} role="status">
        {told.text}
      </p>
    </Card>
  );
}

/** The speaker's own words stand behind the status line. */
const wordsOf = (error: unknown) =>
  (error instanceof Error ? error.message : String(error)).trim().split('\n').at(-1) ?? '';
