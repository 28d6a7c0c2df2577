import { useState } from 'preact/hooks';
import type { RemoteSyslog, SyslogServer } from '../../../../api/contract.ts';
import { Refusal } from '../../../data/refusal.ts';
import { useSpeaker } from '../../../data/speaker.ts';
import { useResource } from '../../../data/use-resource.ts';
import { Dialog } from '../../../parts/dialog.tsx';
import { Field } from '../../../parts/field.tsx';
import { Select } from '../../../parts/select.tsx';
import { SubmitForm } from '../../../parts/submit-form.tsx';
import { TextField } from '../../../parts/text-field.tsx';
import { numberProblem } from '../../../text/number-problem.ts';
import { useSyslogChange } from './use-syslog-change.ts';
import { FORMAT_WORDS, PROTOCOL_WORDS, SEVERITY_WORDS, TYPE_WORDS, usualPort } from './words.ts';
import { t } from '../../../language/translate.ts';

interface EditServerProps {
  readonly known: RemoteSyslog;
  /** Which one to change; another is added where it is undefined. */
  readonly index: number | undefined;
  readonly onClose: () => void;
}

/** What is typed; an empty port is the usual one. */
type Draft = Omit<SyslogServer, 'port'> & { readonly port: string };

const NEW: Draft = {
  address: '',
  port: '',
  protocol: 'UDP',
  format: 'RFC5424',
  severity: 'Informational',
  type: 'All',
  authority: '',
};

/** Adds a server, or changes one. */
export function EditServer({ known, index, onClose }: EditServerProps) {
  const { toasts } = useSpeaker();
  const { servers, change } = useSyslogChange(known);
  const present = index === undefined ? undefined : servers[index];
  const [draft, setDraft] = useState<Draft>(present === undefined ? NEW : { ...present, port: String(present.port) });
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const save = async () => {
    const server = serverIn(draft);
    const isFirst = servers.length === 0;
    const others =
      present === undefined ? [...servers, server] : servers.map((each, i) => (i === index ? server : each));
    await change({ servers: others, enabled: known.enabled || isFirst });
    const { address } = server;
    toasts.done(
      present === undefined
        ? t('The server {address} was added.', { address })
        : t('The server {address} was changed.', { address }),
    );
    onClose();
  };
  return (
    <Dialog
      title={present === undefined ? t('Add server') : t('Edit {name}', { name: present.address })}
      onClose={onClose}
    >
      <SubmitForm
        submit={t('Save')}
        busy={t('Saving …')}
        fields={['address', 'port']}
        onSubmit={save}
        onCancel={onClose}
      >
        <Where draft={draft} set={set} />
        <What draft={draft} set={set} />
      </SubmitForm>
    </Dialog>
  );
}

interface PartProps {
  readonly draft: Draft;
  readonly set: (part: Partial<Draft>) => void;
}

function Where({ draft, set }: PartProps) {
  const { address, port, protocol, format } = draft;
  return (
    <>
      <TextField
        label={t('Address')}
        name="address"
        maxLength={253}
        hint={t('A name or an IP address.')}
        value={address}
        onInput={text => set({ address: text })}
      />
      <Choice
        label={t('Protocol')}
        hint={
          protocol === 'TLS' ? t('The server has to show a certificate that the speaker trusts.') : t('Not encrypted.')
        }
        words={PROTOCOL_WORDS}
        value={protocol}
        onChange={value => set({ protocol: value })}
      />
      <TextField
        label={t('Port')}
        name="port"
        maxLength={5}
        hint={t('Empty: the usual one, {port}.', { port: usualPort(protocol, format) })}
        value={port}
        onInput={text => set({ port: text })}
      />
      {protocol === 'TLS' && <Authority draft={draft} set={set} />}
    </>
  );
}

const What = ({ draft: { format, severity, type }, set }: PartProps) => (
  <>
    <Choice label={t('Format')} words={FORMAT_WORDS} value={format} onChange={value => set({ format: value })} />
    <Choice
      label={t('Severity')}
      hint={t('What is less severe is not sent.')}
      words={SEVERITY_WORDS}
      value={severity}
      onChange={value => set({ severity: value })}
    />
    <Choice label={t('Logs')} words={TYPE_WORDS} value={type} onChange={value => set({ type: value })} />
  </>
);

/** Which CA certificate the server's one must be of. */
function Authority({ draft: { authority }, set }: PartProps) {
  const { certificates } = useSpeaker();
  const known = useResource(certificates) ?? [];
  const options = [
    { value: '', label: t('Any that the speaker trusts') },
    ...known.filter(({ kind }) => kind === 'authority').map(({ id, name }) => ({ value: id, label: name })),
  ];
  return (
    <Field label={t('CA certificate')} hint={t('More can be added on the page Security.')}>
      {control => (
        <Select control={control} value={authority} options={options} onChange={id => set({ authority: id })} />
      )}
    </Field>
  );
}

interface ChoiceProps<V extends string> {
  readonly label: string;
  readonly hint?: string;
  readonly words: Readonly<Record<V, string>>;
  readonly value: V;
  readonly onChange: (value: V) => void;
}

const Choice = <V extends string>({ label, hint, words, value, onChange }: ChoiceProps<V>) => (
  <Field label={label} hint={hint}>
    {control => (
      <Select
        control={control}
        value={value}
        options={(Object.keys(words) as V[]).map(each => ({ value: each, label: words[each] }))}
        onChange={chosen => onChange(chosen as V)}
      />
    )}
  </Field>
);

/** @throws Refusal that names the field */
function serverIn({ port, ...draft }: Draft): SyslogServer {
  const address = draft.address.trim();
  if (address === '') throw new Refusal({ message: t('Type a name or an address.'), field: 'address' });
  if (port.trim() === '') return { ...draft, address, port: usualPort(draft.protocol, draft.format) };
  const message = numberProblem(port, { min: 1, max: 65_535, whole: true });
  if (message !== undefined) throw new Refusal({ message, field: 'port' });
  return { ...draft, address, port: Number(port) };
}
