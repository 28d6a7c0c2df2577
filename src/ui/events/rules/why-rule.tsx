import { useState } from 'preact/hooks';
import type { Rule, RuleWhy } from '../../../api/contract.ts';
import { Refusal } from '../../data/refusal.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { SubmitForm } from '../../parts/submit-form.tsx';
import { sentence } from '../../text/sentence.ts';
import { second } from '../../text/when.ts';
import { Looks } from './looks.tsx';
import { t } from '../../language/translate.ts';

/** Asks why a rule did, or did not, act at some time. */
export function WhyRule({ rule, onClose }: { readonly rule: Rule; readonly onClose: () => void }) {
  const { client } = useSpeaker();
  const [time, setTime] = useState(() => localText(new Date()));
  const [why, setWhy] = useState<RuleWhy | undefined>();
  const ask = async () => {
    setWhy(undefined);
    const at = new Date(time);
    if (Number.isNaN(at.getTime())) throw new Refusal({ message: t('Choose a day and a time.'), field: 'at' });
    const path = `/api/rules/${encodeURIComponent(rule.id)}/why?at=${at.toISOString()}`;
    setWhy((await client.read(path)) as RuleWhy);
  };
  return (
    <Dialog title={t('Why {name} acted or not', { name: rule.name })} onClose={onClose}>
      <SubmitForm submit={t('Explain')} busy={t('Looking …')} fields={['at']} onSubmit={ask}>
        <Field label={t('When')} name="at" hint={t('By the clock of this computer.')}>
          {control => (
            <input
              {...control}
              class="input"
              type="datetime-local"
              step={1}
              value={time}
              onInput={event => setTime(event.currentTarget.value)}
            />
          )}
        </Field>
        {why !== undefined && <Explanation why={why} />}
      </SubmitForm>
    </Dialog>
  );
}

const Explanation = ({ why: { lines, looks } }: { readonly why: RuleWhy }) => (
  <div class="answer" role="status">
    <ul class="why-lines">
      {lines.map(line => (
        <li key={line}>{sentence(line)}</li>
      ))}
    </ul>
    {looks.map(traced => (
      <div key={traced.number}>
        <small>
          {second(traced.at)} {traced.title}
        </small>
        <Looks traced={traced} />
      </div>
    ))}
  </div>
);

/** A time as a field for local times wants it. */
const localText = (at: Date) => new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
