import { useEffect } from 'preact/hooks';
import { useSpeaker } from '../../data/speaker.ts';
import { Field } from '../../parts/field.tsx';
import { Select } from '../../parts/select.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { t } from '../../language/translate.ts';

export interface SubjectDraft {
  readonly keyType: string;
  readonly commonName: string;
  readonly organization: string;
  readonly country: string;
  /** Blanks or commas between several. */
  readonly names: string;
  readonly days: string;
}

export const EMPTY_SUBJECT: SubjectDraft = {
  keyType: 'EC P-256',
  commonName: '',
  organization: '',
  country: '',
  names: '',
  days: '825',
};
const KEY_TYPES = [
  { value: 'EC P-256', label: t('EC P-256 (recommended)') },
  { value: 'EC P-384', label: 'EC P-384' },
  { value: 'RSA 2048', label: 'RSA 2048' },
  { value: 'RSA 4096', label: 'RSA 4096' },
];

const TEXTS = [
  { name: 'commonName', label: t('Common name'), hint: t('Mostly the host name.'), maxLength: 64 },
  {
    name: 'names',
    label: t('Other names and addresses'),
    hint: t('Under which the speaker is reached; blanks between several.'),
    maxLength: 2000,
  },
  { name: 'organization', label: t('Organization'), maxLength: 64 },
  { name: 'country', label: t('Country'), hint: t('Two capital letters, such as SE.'), maxLength: 2 },
] as const;

interface SubjectFieldsProps {
  readonly value: SubjectDraft;
  readonly onChange: (value: SubjectDraft) => void;
  readonly withDays: boolean;
}

/** What a new certificate is to say. */
export function SubjectFields({ value, onChange, withDays }: SubjectFieldsProps) {
  const { session } = useSpeaker();
  const { hostName = '' } = session.current.value ?? {};
  const change = (part: Partial<SubjectDraft>) => onChange({ ...value, ...part });
  useEffect(() => {
    if (value.commonName === '' && hostName !== '') change({ commonName: hostName });
  }, []);
  return (
    <>
      <Field label={t('Key type')}>
        {control => (
          <Select
            control={control}
            value={value.keyType}
            options={KEY_TYPES}
            onChange={keyType => change({ keyType })}
          />
        )}
      </Field>
      {TEXTS.map(({ name, ...field }) => (
        <TextField key={name} {...field} name={name} value={value[name]} onInput={text => change({ [name]: text })} />
      ))}
      {withDays && (
        <TextField
          label={t('Valid for (days)')}
          name="days"
          maxLength={4}
          value={value.days}
          onInput={days => change({ days })}
        />
      )}
    </>
  );
}
