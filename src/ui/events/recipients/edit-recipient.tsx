import { useState } from 'preact/hooks';
import type { Recipient, RecipientKind, RecipientTest } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { Select } from '../../parts/select.tsx';
import { SubmitForm } from '../../parts/submit-form.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { ValueField } from '../value-field.tsx';
import { changeOf, draftOf, newRecipient, type RecipientDraft, specOfField } from './recipient-draft.ts';
import { SecretField } from './secret-field.tsx';
import { TEST_MS, TestAnswer } from './test-answer.tsx';
import { t } from '../../language/translate.ts';

interface EditRecipientProps {
  readonly kinds: readonly RecipientKind[];
  /** The recipient to change; without one, another is added. */
  readonly recipient?: Recipient;
  readonly onClose: () => void;
}

/** Adds a recipient, or changes one; what is typed can be tested before it is saved. */
export function EditRecipient({ kinds, recipient, onClose }: EditRecipientProps) {
  const { client, recipients, toasts } = useSpeaker();
  const [first] = kinds;
  const startKind = kinds.find(({ type }) => type === recipient?.type) ?? first;
  const [draft, setDraft] = useState(() =>
    startKind === undefined
      ? undefined
      : recipient === undefined
        ? newRecipient(startKind)
        : draftOf(startKind, recipient),
  );
  const [answer, setAnswer] = useState<RecipientTest | undefined>();
  const kind = kinds.find(({ type }) => type === draft?.type);
  if (draft === undefined || kind === undefined) return null;
  const path = recipient === undefined ? '/api/recipients' : `/api/recipients/${encodeURIComponent(recipient.id)}`;
  const save = async () => {
    const body = changeOf(kind, draft);
    await client.change({ method: recipient === undefined ? 'POST' : 'PATCH', path, body });
    await recipients.ask();
    toasts.done(savedText(body.name, recipient === undefined));
    onClose();
  };
  const test = async () => {
    setAnswer(undefined);
    const body = changeOf(kind, { ...draft, name: draft.name.trim() === '' ? t('Test') : draft.name });
    const change = { method: 'POST', path: `${path}/test`, body, patienceMs: TEST_MS } as const;
    setAnswer((await client.change(change)) as RecipientTest);
  };
  return (
    <Dialog title={titleOf(recipient)} onClose={onClose}>
      <SubmitForm
        submit={t('Save')}
        busy={t('Saving …')}
        fields={['name', ...kind.fields.map(({ name }) => name)]}
        onSubmit={save}
        onCancel={onClose}
        also={{ label: t('Test'), busy: t('Testing …'), act: test }}
      >
        <TextField
          label={t('Name')}
          name="name"
          autocomplete="off"
          maxLength={64}
          value={draft.name}
          onInput={name => setDraft({ ...draft, name })}
        />
        <TypeField
          kinds={kinds}
          draft={draft}
          isFixed={recipient !== undefined}
          onChange={chosen => setDraft(newRecipient(chosen, draft.name))}
        />
        <Fields kind={kind} draft={draft} secrets={recipient?.secrets ?? []} onChange={setDraft} />
        {answer !== undefined && <TestAnswer answer={answer} />}
      </SubmitForm>
    </Dialog>
  );
}

const titleOf = (recipient: Recipient | undefined) =>
  recipient === undefined ? t('Add recipient') : t('Edit {name}', { name: recipient.name });

const savedText = (name: string, isNew: boolean) =>
  isNew ? t('The recipient {name} was added.', { name }) : t('The recipient {name} was changed.', { name });

interface TypeFieldProps {
  readonly kinds: readonly RecipientKind[];
  readonly draft: RecipientDraft;
  /** A recipient stays of the type that it was made with. */
  readonly isFixed: boolean;
  readonly onChange: (kind: RecipientKind) => void;
}

const TypeField = ({ kinds, draft, isFixed, onChange }: TypeFieldProps) => (
  <Field label={t('Type')}>
    {control => (
      <Select
        control={control}
        value={draft.type}
        disabled={isFixed}
        options={kinds.map(({ type, title }) => ({ value: type, label: title }))}
        onChange={type => {
          const chosen = kinds.find(kind => kind.type === type);
          if (chosen !== undefined) onChange(chosen);
        }}
      />
    )}
  </Field>
);

interface FieldsProps {
  readonly kind: RecipientKind;
  readonly draft: RecipientDraft;
  /** Secrets that are stored. */
  readonly secrets: readonly string[];
  readonly onChange: (draft: RecipientDraft) => void;
}

const Fields = ({ kind, draft, secrets, onChange }: FieldsProps) => (
  <>
    {kind.fields.map(field =>
      field.secret ? (
        <SecretField
          key={`${kind.type} ${field.name}`}
          field={field}
          isSet={secrets.includes(field.name)}
          wish={draft.secrets[field.name] ?? { kind: 'keep' }}
          onChange={wish => onChange({ ...draft, secrets: { ...draft.secrets, [field.name]: wish } })}
        />
      ) : (
        <ValueField
          key={`${kind.type} ${field.name}`}
          spec={specOfField(field)}
          name={field.name}
          text={draft.texts[field.name] ?? ''}
          choices={() => []}
          onChange={text => onChange({ ...draft, texts: { ...draft.texts, [field.name]: text } })}
        />
      ),
    )}
  </>
);
