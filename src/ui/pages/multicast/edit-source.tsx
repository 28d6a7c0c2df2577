import { useState } from 'preact/hooks';
import type { ChangeMulticastSource, MulticastSource } from '../../../api/contract.ts';
import { Refusal } from '../../data/refusal.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { Select } from '../../parts/select.tsx';
import { SubmitForm } from '../../parts/submit-form.tsx';
import { Switch } from '../../parts/switch.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { numberProblem } from '../../text/number-problem.ts';
import { KeyField, type KeyWish } from './key-field.tsx';
import { CODECS, LATENCIES } from './source-words.ts';
import { t } from '../../language/translate.ts';

interface EditSourceProps {
  /** The source to change; without one, another is added. */
  readonly source?: MulticastSource;
  readonly onClose: () => void;
}

/** What is typed into the form. */
interface Draft {
  readonly name: string;
  readonly address: string;
  readonly port: string;
  readonly codec: MulticastSource['codec'];
  readonly priority: string;
  readonly emergency: boolean;
  readonly latency: MulticastSource['latency'];
  readonly key: KeyWish;
}

const FIELDS = ['name', 'address', 'port', 'priority', 'srtpKey'];

/** Adds a source, or changes one. */
export function EditSource({ source, onClose }: EditSourceProps) {
  const { client, multicast, toasts } = useSpeaker();
  const [draft, setDraft] = useState(() => (source === undefined ? NEW : draftOf(source)));
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const save = async () => {
    const body = bodyOf(draft);
    if (source === undefined) await client.change({ method: 'POST', path: '/api/multicast', body });
    else await client.change({ method: 'PATCH', path: `/api/multicast/${source.id}`, body });
    await multicast.ask();
    toasts.done(
      source === undefined
        ? t('The source {name} was added.', { name: draft.name })
        : t('The source {name} was changed.', { name: draft.name }),
    );
    onClose();
  };
  return (
    <Dialog title={source === undefined ? t('Add source') : t('Edit {name}', { name: source.name })} onClose={onClose}>
      <SubmitForm submit={t('Save')} busy={t('Saving …')} fields={FIELDS} onSubmit={save} onCancel={onClose}>
        <Where draft={draft} set={set} />
        <How draft={draft} set={set} />
        <KeyField has={source?.encrypted ?? false} wish={draft.key} onChange={key => set({ key })} />
      </SubmitForm>
    </Dialog>
  );
}

interface PartProps {
  readonly draft: Draft;
  readonly set: (change: Partial<Draft>) => void;
}

const Where = ({ draft, set }: PartProps) => (
  <>
    <TextField label={t('Label')} name="name" maxLength={31} value={draft.name} onInput={name => set({ name })} />
    <TextField
      label={t('IP address')}
      name="address"
      hint={t('224.0.0.0 to 239.255.255.255; 0.0.0.0 for what is sent to this speaker alone.')}
      value={draft.address}
      onInput={address => set({ address })}
    />
    <TextField
      label={t('Port')}
      name="port"
      hint={t('1024 to 65534')}
      value={draft.port}
      onInput={port => set({ port })}
    />
    <Field label={t('Codec')} hint={t('That of the sender.')}>
      {control => (
        <Select
          control={control}
          value={draft.codec}
          options={options(CODECS)}
          onChange={codec => set({ codec: codec as Draft['codec'] })}
        />
      )}
    </Field>
  </>
);

const How = ({ draft, set }: PartProps) => (
  <>
    <TextField
      label={t('Priority')}
      name="priority"
      hint={t('1 to 13; the highest of those that send is heard.')}
      value={draft.priority}
      onInput={priority => set({ priority })}
    />
    <Field label={t('Emergency')} hint={t('Sounds before all other sources, calls and clips, whatever its priority.')}>
      {control => <Switch control={control} on={draft.emergency} onChange={emergency => set({ emergency })} />}
    </Field>
    <Field label={t('Latency profile')} hint={t('Lower is sooner; a network that is not even then makes gaps.')}>
      {control => (
        <Select
          control={control}
          value={draft.latency}
          options={options(LATENCIES)}
          onChange={latency => set({ latency: latency as Draft['latency'] })}
        />
      )}
    </Field>
  </>
);

const options = (words: Readonly<Record<string, string>>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }));

const NEW: Draft = {
  name: '',
  address: '239.',
  port: '4000',
  codec: 'PCMU',
  priority: '5',
  emergency: false,
  latency: 'Normal',
  key: { kind: 'keep' },
};

const draftOf = ({ name, address, port, codec, priority, emergency, latency }: MulticastSource): Draft => ({
  name,
  address,
  port: String(port),
  codec,
  priority: String(priority),
  emergency,
  latency,
  key: { kind: 'keep' },
});

/** @throws Refusal that names the field */
function bodyOf({ key, port, priority, ...draft }: Draft): ChangeMulticastSource {
  return {
    ...draft,
    name: draft.name.trim(),
    address: draft.address.trim(),
    port: numberIn('port', port, [1024, 65_534]),
    priority: numberIn('priority', priority, [1, 13]),
    ...(key.kind === 'keep' ? {} : { srtpKey: key.kind === 'set' ? key.key.replaceAll(/\s/g, '') : '' }),
  };
}

function numberIn(field: string, text: string, [min, max]: readonly [number, number]): number {
  const message = numberProblem(text, { min, max, whole: true });
  if (message !== undefined) throw new Refusal({ message, field });
  return Number(text);
}
