import { useState } from 'preact/hooks';
import type { Certificate, ChangeDot1x, Dot1x } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Check } from '../../events/check.tsx';
import { Card } from '../../parts/card.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Field } from '../../parts/field.tsx';
import { PasswordField } from '../../parts/password-field.tsx';
import { Select } from '../../parts/select.tsx';
import { SubmitForm } from '../../parts/submit-form.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { sentence } from '../../text/sentence.ts';
import { t } from '../../language/translate.ts';

const METHODS = [
  { value: 'none', label: t('None') },
  { value: 'tls', label: 'EAP-TLS' },
  { value: 'peap', label: 'EAP-PEAP/MSCHAPv2' },
];
const EAPOL_VERSIONS = [
  { value: '1', label: '1 (IEEE 802.1X-2001)' },
  { value: '2', label: '2 (IEEE 802.1X-2004)' },
  { value: '3', label: '3 (IEEE 802.1X-2010)' },
];
const BITS = [
  { value: '0', label: '0' },
  { value: '1', label: '1' },
];
const FIELDS = ['identity', 'certificate', 'password'];

interface Dot1xCardProps {
  readonly known: Dot1x;
  readonly certificates: readonly Certificate[];
}

type Draft = Omit<Dot1x, 'hasPassword' | 'status' | 'reason'>;

/** Who the speaker is to a switch that lets only known devices in. */
export function Dot1xCard({ known, certificates }: Dot1xCardProps) {
  const { client, dot1x, certificates: shelf, toasts } = useSpeaker();
  const [typed, setTyped] = useState<ChangeDot1x>({});
  const { hasPassword } = known;
  const draft: Draft = { ...known, ...typed };
  const set = (change: ChangeDot1x) => setTyped({ ...typed, ...change });
  const save = async () => {
    const answer = await client.change({ method: 'PATCH', path: '/api/dot1x', body: typed });
    dot1x.value.value = answer as Dot1x;
    setTyped({});
    toasts.done(t('IEEE 802.1X was changed.'), { about: 'dot1x' });
    await shelf.ask();
  };
  const { password = '' } = typed;
  return (
    <Card title="IEEE 802.1X">
      <p class="card-text">
        {t(
          'For networks whose switches let only known devices in. A port that asks nobody works whatever is set here; one that does not accept the speaker cuts it off.',
        )}
      </p>
      <Facts facts={[{ name: t('Status'), value: STATUS[known.status], note: noteOf(known), bad: isBad(known) }]} />
      <SubmitForm submit={t('Save')} busy={t('Saving …')} fields={FIELDS} onSubmit={save}>
        <Field label={t('Authentication method')}>
          {control => (
            <Select
              control={control}
              value={draft.enabled ? draft.method : 'none'}
              options={METHODS}
              onChange={method => set(methodChange(method))}
            />
          )}
        </Field>
        {draft.enabled && <Common draft={draft} set={set} />}
        {draft.enabled && draft.method === 'peap' && (
          <PeapFields draft={draft} set={set} password={password} hasPassword={hasPassword} />
        )}
        {draft.enabled && draft.method === 'tls' && (
          <ClientCertificate draft={draft} set={set} certificates={certificates} />
        )}
        {draft.enabled && <Authorities draft={draft} set={set} certificates={certificates} />}
      </SubmitForm>
    </Card>
  );
}

const STATUS: Readonly<Record<Dot1x['status'], string>> = {
  stopped: t('Off'),
  connecting: t('The switch has not asked yet'),
  authenticating: t('The switch asks'),
  authenticated: t('Authenticated'),
  failed: t('Not authenticated'),
};

const noteOf = ({ reason }: Dot1x) => (reason === '' ? undefined : sentence(reason));

const isBad = ({ status }: Dot1x) => status === 'failed';

const methodChange = (method: string): ChangeDot1x =>
  method === 'none' ? { enabled: false } : { enabled: true, method: method === 'peap' ? 'peap' : 'tls' };

interface PartProps {
  readonly draft: Draft;
  readonly set: (change: ChangeDot1x) => void;
}

const Common = ({ draft, set }: PartProps) => (
  <>
    <TextField
      label={t('EAP identity')}
      name="identity"
      maxLength={128}
      hint={t('What the authentication server knows the speaker by.')}
      value={draft.identity}
      onInput={identity => set({ identity })}
    />
    <Field label={t('EAPOL version')}>
      {control => (
        <Select
          control={control}
          value={String(draft.eapolVersion)}
          options={EAPOL_VERSIONS}
          onChange={version => set({ eapolVersion: Number(version) as Dot1x['eapolVersion'] })}
        />
      )}
    </Field>
  </>
);

interface PeapProps extends PartProps {
  readonly password: string;
  readonly hasPassword: boolean;
}

function PeapFields({ draft, set, password, hasPassword }: PeapProps) {
  const [shown, setShown] = useState(false);
  return (
    <>
      <PasswordField
        label={t('Password')}
        name="password"
        autocomplete="new-password"
        hint={hasPassword ? t('One is set. A new one takes its place.') : t('None is set.')}
        value={password}
        shown={shown}
        onShow={setShown}
        onInput={text => set({ password: text })}
      />
      <Bit label={t('PEAP version')} value={draft.peapVersion} onChange={peapVersion => set({ peapVersion })} />
      <Bit
        label={t('Label')}
        hint={t('1 where the server derives its keys with the label “client PEAP encryption”.')}
        value={draft.peapLabel}
        onChange={peapLabel => set({ peapLabel })}
      />
    </>
  );
}

interface BitProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: 0 | 1;
  readonly onChange: (value: 0 | 1) => void;
}

const Bit = ({ label, hint, value, onChange }: BitProps) => (
  <Field label={label} hint={hint}>
    {control => (
      <Select
        control={control}
        value={String(value)}
        options={BITS}
        onChange={text => onChange(text === '1' ? 1 : 0)}
      />
    )}
  </Field>
);

interface CertificateProps extends PartProps {
  readonly certificates: readonly Certificate[];
}

const ClientCertificate = ({ draft, set, certificates }: CertificateProps) => (
  <Field label={t('Client certificate')} name="certificate">
    {control => (
      <Select
        control={control}
        value={draft.certificate}
        options={[
          { value: '', label: t('None') },
          ...certificates.filter(({ kind }) => kind === 'server').map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={certificate => set({ certificate })}
      />
    )}
  </Field>
);

function Authorities({ draft, set, certificates }: CertificateProps) {
  const all = certificates.filter(({ kind }) => kind === 'authority');
  const { authorities } = draft;
  const choose = (id: string, on: boolean) =>
    set({ authorities: on ? [...authorities, id] : authorities.filter(each => each !== id) });
  return (
    <fieldset class="radios">
      <legend>{t('CA certificates')}</legend>
      {all.map(({ id, name }) => (
        <Check key={id} label={name} on={authorities.includes(id)} onChange={on => choose(id, on)} />
      ))}
      {authorities.length === 0 && (
        <p class="field-hint">
          {draft.method === 'peap'
            ? t('Without one the speaker proves itself to anybody who poses as the network, and may tell the password.')
            : t('Without one the speaker proves itself to anybody who poses as the network.')}
        </p>
      )}
    </fieldset>
  );
}
