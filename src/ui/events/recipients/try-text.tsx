import { useState } from 'preact/hooks';
import { useSpeaker } from '../../data/speaker.ts';
import { Card } from '../../parts/card.tsx';
import { Field } from '../../parts/field.tsx';
import { Select } from '../../parts/select.tsx';
import { TextHelp } from '../text-help.tsx';
import { t } from '../../language/translate.ts';

/** A text of a notification, tried before a rule sends it. */
export function TryText() {
  const { live } = useSpeaker();
  const [text, setText] = useState('');
  const [event, setEvent] = useState('');
  const happened = new Map(live.events.value.map(({ id, title }) => [id, title]));
  const options = [...happened].map(([value, label]) => ({ value, label }));
  return (
    <Card title={t('Texts')}>
      <p class="card-text">
        {t(
          'What rules send may hold the time, the speaker’s name and what the event tells. Try here what becomes of a text.',
        )}
      </p>
      <div class="stacked">
        <Field label={t('Text')}>
          {control => (
            <textarea
              {...control}
              class="input"
              rows={3}
              spellcheck={false}
              value={text}
              onInput={input => setText(input.currentTarget.value)}
            />
          )}
        </Field>
        <Field label={t('Event')} hint={t('Its last happening fills what the text tells of the event.')}>
          {control => (
            <Select
              control={control}
              value={event}
              options={[{ value: '', label: t('None') }, ...options]}
              onChange={setEvent}
            />
          )}
        </Field>
        <TextHelp text={text} event={event === '' ? undefined : event} />
      </div>
    </Card>
  );
}
