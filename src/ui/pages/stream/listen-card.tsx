import { useEffect, useState } from 'preact/hooks';
import { listen } from '../../data/listen.ts';
import { Card } from '../../parts/card.tsx';
import { Icon } from '../../parts/icon.tsx';
import { MicrophoneNotice } from '../../parts/microphone-notice.tsx';

/** Plays in the browser what the speaker's microphone hears. */
export function ListenCard() {
  const [listening, setListening] = useState<AbortController>();
  const [told, setTold] = useState({ text: '', isProblem: false });
  useEffect(() => () => listening?.abort(), [listening]);

  const start = () => {
    const leave = new AbortController();
    setListening(leave);
    setTold({ text: 'Connecting …', isProblem: false });
    listen(leave.signal, () => setTold({ text: 'You hear the microphone.', isProblem: false }))
      .then(() => setTold({ text: '', isProblem: false }))
      .catch((error: unknown) => setTold({ text: `It cannot be heard: ${wordsOf(error)}`, isProblem: true }))
      .finally(() => setListening(undefined));
  };
  return (
    <Card title="Listen">
      <p class="card-lead">What the speaker’s microphone hears, a moment late.</p>
      <MicrophoneNotice />
      <div class="form-buttons">
        {listening === undefined ? (
          <button type="button" class="button primary" onClick={start}>
            <Icon name="play" /> Listen
          </button>
        ) : (
          <button type="button" class="button" onClick={() => listening.abort()}>
            <Icon name="stop" /> Stop listening
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
