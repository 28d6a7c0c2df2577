import { useState } from 'preact/hooks';
import type { TextPreview } from '../../api/contract.ts';
import { Refusal } from '../data/refusal.ts';
import { useSpeaker } from '../data/speaker.ts';
import { t } from '../language/translate.ts';

interface TextHelpProps {
  readonly text: string;
  /** The event whose last happening fills what a text tells of it. */
  readonly event: string | undefined;
}

/** What a text of a notification becomes, and what it may hold. */
export function TextHelp({ text, event }: TextHelpProps) {
  const { client, recipients } = useSpeaker();
  const [shown, setShown] = useState<{ readonly text: string; readonly isProblem: boolean } | undefined>();
  const preview = async () => {
    const ask = (body: object) => client.change({ method: 'POST', path: '/api/recipients/preview', body });
    try {
      // An event that has not happened lately fills nothing; the rest can be shown all the same.
      const answer = await ask(event === undefined ? { text } : { text, event }).catch((error: unknown) => {
        if (error instanceof Refusal && error.status === 404) return ask({ text });
        throw error;
      });
      setShown({ text: (answer as TextPreview).text, isProblem: false });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setShown({ text: error.message, isProblem: true });
    }
  };
  return (
    <div class="stacked">
      <details class="more">
        <summary>{t('What a text may hold')}</summary>
        <dl class="modifiers">
          {(recipients.value.value?.modifiers ?? []).map(modifier => (
            <div key={modifier.text}>
              <dt>
                <code>{modifier.text}</code>
              </dt>
              <dd>{modifier.title}</dd>
            </div>
          ))}
        </dl>
      </details>
      <div>
        <button type="button" class="button" disabled={text === ''} onClick={() => void preview()}>
          {t('Preview the text')}
        </button>
      </div>
      {shown !== undefined && (
        <p class={shown.isProblem ? 'notice error' : 'speech-preview preview'} role="status">
          {shown.text}
        </p>
      )}
    </div>
  );
}
