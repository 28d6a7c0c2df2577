import { useState } from 'preact/hooks';
import type { Said, Say, SpeechInfo, SpeechPreview } from '../../../api/contract.ts';
import { Refusal } from '../../data/refusal.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Card } from '../../parts/card.tsx';
import { Field } from '../../parts/field.tsx';
import { Icon } from '../../parts/icon.tsx';
import { TextField } from '../../parts/text-field.tsx';

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
    <Card title="Say a text">
      <Field label="Text" error={errorOf('text')} hint={`It may hold ${FILLERS.join(', ')}.`}>
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
        label="Name of the audio clip"
        autocomplete="off"
        value={name}
        onInput={setName}
        error={errorOf('name')}
        hint="Only to keep it as an audio clip."
      />
      {problem !== undefined && !['text', 'name'].includes(problem.field ?? '') && (
        <p class="notice error" role="alert">
          {problem.message}
        </p>
      )}
      {preview !== undefined && (
        <p class="speech-preview" role="status">
          Will say: “{preview}”
        </p>
      )}
      <div class="form-buttons">
        <button type="button" class="button" disabled={text.trim() === ''} onClick={() => void show(text)}>
          Preview
        </button>
        <button
          type="button"
          class="button"
          disabled={!maySay || name.trim() === ''}
          onClick={() => void say({ text, keepAs: name.trim() })}
        >
          Keep as audio clip
        </button>
        <button type="button" class="button" disabled={!session.may('operator')} onClick={() => void stop()}>
          <Icon name="stop" /> Stop
        </button>
        <button type="button" class="button primary" disabled={!maySay} onClick={() => void say({ text })}>
          {busy ? 'Saying …' : 'Say'}
        </button>
      </div>
    </Card>
  );
}

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
      toasts.done(`Kept as the audio clip “${order.keepAs ?? ''}”, number ${clip}.`);
    });
  const stop = () => toasts.attempt(() => post('/api/speech/stop', {}), 'speech');
  return { problem, preview, busy, show, say, stop };
}
