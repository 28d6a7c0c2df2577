import { useState } from 'preact/hooks';
import type { Said, Say, SpeechInfo, SpeechPreview } from '../../../api/contract.ts';
import { Refusal } from '../../data/refusal.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Card } from '../../parts/card.tsx';
import { Field } from '../../parts/field.tsx';
import { Icon } from '../../parts/icon.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { t } from '../../language/translate.ts';

const FILLERS = ['{{date}}', '{{time}}', '{{name}}', '{{address}}'];

interface Problem {
  readonly message: string;
  readonly field: string | undefined;
}

/** A text, how it will sound in words, and the buttons that say or keep it. */
export function SayCard({ speech }: { readonly speech: SpeechInfo }) {
  const { session } = useSpeaker();
  const [text, setText] = useState('');
  const [name, setName] = useState('');
  const { problem, preview, busy, show, say, stop } = useSaying();
  const maySay = session.may('operator') && speech.problem === undefined && text.trim() !== '' && !busy;
  const errorOf = (field: string) => (problem?.field === field ? problem.message : undefined);
  return (
    <Card title={t('Say a text')}>
      <Field
        label={t('Text')}
        error={errorOf('text')}
        hint={t('It may hold {fillers}.', { fillers: FILLERS.join(', ') })}
      >
        {control => (
          <textarea
            {...control}
            class="input speech-text"
            rows={4}
            value={text}
            onInput={event => setText(event.currentTarget.value)}
          />
        )}
      </Field>
      <TextField
        label={t('Name of the audio clip')}
        autocomplete="off"
        value={name}
        onInput={setName}
        error={errorOf('name')}
        hint={t('Only to keep it as an audio clip.')}
      />
      {problem !== undefined && !['text', 'name'].includes(problem.field ?? '') && (
        <p class="notice error" role="alert">
          {problem.message}
        </p>
      )}
      {preview !== undefined && <WillSay preview={preview} />}
      <div class="form-buttons">
        <button type="button" class="button" disabled={text.trim() === ''} onClick={() => void show(text)}>
          {t('Preview')}
        </button>
        <button
          type="button"
          class="button"
          disabled={!maySay || name.trim() === ''}
          onClick={() => void say({ text, keepAs: name.trim() })}
        >
          {t('Keep as audio clip')}
        </button>
        <button type="button" class="button" disabled={!session.may('operator')} onClick={() => void stop()}>
          <Icon name="stop" /> {t('Stop')}
        </button>
        <button type="button" class="button primary" disabled={!maySay} onClick={() => void say({ text })}>
          {busy ? t('Saying …') : t('Say')}
        </button>
      </div>
    </Card>
  );
}

const WillSay = ({ preview }: { readonly preview: string }) => (
  <p class="speech-preview" role="status">
    {t('Will say: “{preview}”', { preview })}
  </p>
);

function useSaying() {
  const { client, clips, toasts } = useSpeaker();
  const [problem, setProblem] = useState<Problem | undefined>();
  const [preview, setPreview] = useState<string | undefined>();
  const [busy, setBusy] = useState(false);

  const attempt = async (work: () => Promise<void>) => {
    setProblem(undefined);
    setBusy(true);
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setProblem({ message: error.message, field: error.field });
    } finally {
      setBusy(false);
    }
  };
  const post = (path: string, body: unknown) => client.change({ method: 'POST', path, body });
  const show = (text: string) =>
    attempt(async () => {
      setPreview(undefined);
      setPreview(((await post('/api/speech/preview', { text })) as SpeechPreview).text);
    });
  const say = (order: Say) =>
    attempt(async () => {
      const { clip } = (await post('/api/speech', order)) as Said;
      if (clip === undefined) return;
      await clips.refresh();
      toasts.done(t('Kept as the audio clip “{keepAs}”, number {clip}.', { keepAs: order.keepAs ?? '', clip }));
    });
  const stop = () => toasts.attempt(() => post('/api/speech/stop', {}), 'speech');
  return { problem, preview, busy, show, say, stop };
}
