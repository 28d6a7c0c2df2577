import { useState } from 'preact/hooks';
import type { CertificateUpload, NewCertificate } from '../../../api/contract.ts';
import { Refusal } from '../../data/refusal.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { RadioGroup } from '../../parts/radio-group.tsx';
import { SubmitForm } from '../../parts/submit-form.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { EMPTY_SUBJECT, type SubjectDraft, SubjectFields } from './subject-fields.tsx';
import { EMPTY_UPLOAD, type UploadDraft, UploadFields } from './upload-fields.tsx';
import { PemField } from '../../parts/pem-field.tsx';
import { t } from '../../language/translate.ts';

type Way = 'upload' | 'self-signed' | 'request' | 'authority';

const WAYS: Readonly<Record<Way, { readonly label: string; readonly explanation: string }>> = {
  upload: { label: t('Upload a certificate'), explanation: t('You have a private key and its certificate.') },
  'self-signed': { label: t('Create a self-signed certificate'), explanation: t('The speaker makes both, at once.') },
  request: {
    label: t('Create a certificate signing request'),
    explanation: t('The speaker makes a private key, which never leaves it; an authority makes the certificate.'),
  },
  authority: { label: t('Add a CA certificate'), explanation: '' },
};
const FIELDS = ['name', 'pem', 'pkcs12', 'password', 'commonName', 'organization', 'country', 'names', 'days'];

interface AddProps {
  readonly ways: readonly Way[];
  readonly onClose: () => void;
}

const isMade = (way: Way) => way === 'self-signed' || way === 'request';

/** Adds a certificate in one of the ways. */
export function AddCertificate({ ways, onClose }: AddProps) {
  const { client, certificates, toasts } = useSpeaker();
  const [way, setWay] = useState<Way>(ways[0] ?? 'upload');
  const [name, setName] = useState('');
  const [subject, setSubject] = useState<SubjectDraft>(EMPTY_SUBJECT);
  const [upload, setUpload] = useState<UploadDraft>(EMPTY_UPLOAD);
  const save = async () => {
    if (name.trim() === '') throw new Refusal({ message: t('Give it a name.'), field: 'name' });
    const body = bodyOf(way, { name: name.trim(), subject, upload });
    await client.change({ method: 'POST', path: `/api/certificates/${way}`, body });
    await certificates.ask();
    toasts.done(
      way === 'request'
        ? t('{name} was made. Download it and have it signed.', { name })
        : t('{name} was added.', { name }),
    );
    onClose();
  };
  return (
    <Dialog title={ways.length === 1 ? WAYS[way].label : t('Add certificate')} onClose={onClose}>
      <SubmitForm
        submit={isMade(way) ? t('Create') : t('Save')}
        busy={isMade(way) ? t('Creating …') : t('Saving …')}
        fields={FIELDS}
        onSubmit={save}
        onCancel={onClose}
      >
        {ways.length > 1 && (
          <RadioGroup
            label={t('Way')}
            value={way}
            choices={ways.map(value => ({ value, ...WAYS[value] }))}
            onChange={setWay}
          />
        )}
        <TextField
          label={t('Name')}
          name="name"
          hint={t('As it is listed here.')}
          maxLength={64}
          value={name}
          onInput={setName}
        />
        <WayFields way={way} subject={subject} upload={upload} onSubject={setSubject} onUpload={setUpload} />
      </SubmitForm>
    </Dialog>
  );
}

interface WayFieldsProps extends Omit<Draft, 'name'> {
  readonly way: Way;
  readonly onSubject: (subject: SubjectDraft) => void;
  readonly onUpload: (upload: UploadDraft) => void;
}

function WayFields({ way, subject, upload, onSubject, onUpload }: WayFieldsProps) {
  if (way === 'upload') return <UploadFields value={upload} onChange={onUpload} />;
  if (way !== 'authority')
    return <SubjectFields value={subject} onChange={onSubject} withDays={way === 'self-signed'} />;
  return (
    <PemField
      label={t('Certificate of the authority')}
      hint={t('The speaker will trust servers whose certificates are of it.')}
      value={upload.pem}
      onInput={pem => onUpload({ ...upload, pem })}
    />
  );
}

interface Draft {
  readonly name: string;
  readonly subject: SubjectDraft;
  readonly upload: UploadDraft;
}

/** @throws Refusal where something is missing that the speaker could only put in other words */
function bodyOf(way: Way, { name, subject, upload }: Draft): CertificateUpload | NewCertificate {
  const { pem, pkcs12, password } = upload;
  if (way === 'authority') return { name, pem: needed(pem) };
  if (way === 'upload')
    return pkcs12 === undefined ? { name, pem: needed(pem), password } : { name, pkcs12: pkcs12.base64, password };
  const { days, names, commonName, ...rest } = subject;
  if (commonName.trim() === '')
    throw new Refusal({ message: t('Say whose certificate it is: mostly the host name.'), field: 'commonName' });
  const wanted = {
    ...rest,
    name,
    commonName: commonName.trim(),
    names: names.split(/[\s,]+/).filter(each => each !== ''),
  };
  if (way === 'request') return wanted;
  if (!/^\d+$/.test(days)) throw new Refusal({ message: t('Type a number of days.'), field: 'days' });
  return { ...wanted, days: Number(days) };
}

function needed(pem: string): string {
  if (pem.trim() === '') throw new Refusal({ message: t('Paste the certificate, or choose its file.'), field: 'pem' });
  return pem;
}
