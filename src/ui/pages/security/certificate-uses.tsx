import type { Certificate, CertificateUse } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Field } from '../../parts/field.tsx';
import { Select } from '../../parts/select.tsx';
import { USES } from './words.ts';
import { t } from '../../language/translate.ts';

/** Which certificate serves what. */
export function CertificateUses({ certificates }: { readonly certificates: readonly Certificate[] }) {
  const options = certificates
    .filter(({ kind }) => kind === 'server')
    .map(({ id, name }) => ({ value: id, label: name }));
  return (
    <div class="certificate-uses">
      {(Object.keys(USES) as CertificateUse[]).map(use => (
        <UseField key={use} use={use} certificates={certificates} options={options} />
      ))}
    </div>
  );
}

interface UseFieldProps {
  readonly use: CertificateUse;
  readonly certificates: readonly Certificate[];
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

function UseField({ use, certificates, options }: UseFieldProps) {
  const { client, certificates: resource, toasts } = useSpeaker();
  const chosen = certificates.find(({ usedBy }) => usedBy.includes(use))?.id ?? '';
  const choose = async (id: string) => {
    const name = options.find(({ value }) => value === id)?.label ?? id;
    await toasts.attempt(async () => {
      await client.change({ method: 'PUT', path: '/api/certificates/use', body: { [use]: id } });
      toasts.done(t('{use} uses the certificate {name}.', { use: USES[use], name }));
    }, 'certificate');
    await resource.ask();
  };
  const hint = use === 'https' ? t('A browser that does not know it asks you once whether you trust it.') : undefined;
  return (
    <Field label={t('Certificate for {use}', { use: USES[use] })} hint={hint}>
      {control => <Select control={control} value={chosen} options={options} onChange={id => void choose(id)} />}
    </Field>
  );
}
