import { useState } from 'preact/hooks';
import type { Certificate } from '../../../api/contract.ts';
import { Refusal } from '../../data/refusal.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { SubmitForm } from '../../parts/submit-form.tsx';
import { PemField } from '../../parts/pem-field.tsx';
import { t } from '../../language/translate.ts';

/** Takes what an authority made of a request. */
export function AnswerRequest({
  certificate,
  onClose,
}: {
  readonly certificate: Certificate;
  readonly onClose: () => void;
}) {
  const { client, certificates, toasts } = useSpeaker();
  const { id, name } = certificate;
  const [pem, setPem] = useState('');
  const save = async () => {
    if (pem.trim() === '')
      throw new Refusal({ message: t('Paste the certificate, or choose its file.'), field: 'pem' });
    await client.change({ method: 'PUT', path: `/api/certificates/${id}/certificate`, body: { pem } });
    await certificates.ask();
    toasts.done(t('The certificate {name} can be used now.', { name }));
    onClose();
  };
  return (
    <Dialog title={t('Add the certificate of {name}', { name })} onClose={onClose}>
      <SubmitForm submit={t('Save')} busy={t('Saving …')} fields={['pem']} onSubmit={save} onCancel={onClose}>
        <PemField
          label={t('Certificate')}
          hint={t('As the authority sent it, with its intermediate certificates if there are any.')}
          value={pem}
          onInput={setPem}
        />
      </SubmitForm>
    </Dialog>
  );
}
