import type { Certificate } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { t } from '../../language/translate.ts';

const LOST: Readonly<Record<Certificate['kind'], string>> = {
  server: t('It will be deleted with its private key. This cannot be undone.'),
  request: t('It will be deleted with its private key: a certificate that is made of it can no longer be added.'),
  authority: t('The speaker will no longer trust servers whose certificates are of this authority.'),
};

/** Asks before a certificate is deleted. */
export function DeleteCertificate({
  certificate,
  onClose,
}: {
  readonly certificate: Certificate;
  readonly onClose: () => void;
}) {
  const { client, certificates, toasts } = useSpeaker();
  const { id, name, kind } = certificate;
  const remove = async () => {
    await client.change({ method: 'DELETE', path: `/api/certificates/${id}` });
    await certificates.ask();
    toasts.done(t('The certificate {name} was deleted.', { name }));
    onClose();
  };
  return (
    <ConfirmDialog
      title={t('Delete {name}', { name })}
      confirm={t('Delete')}
      busy={t('Deleting …')}
      onConfirm={remove}
      onClose={onClose}
    >
      {LOST[kind]}
    </ConfirmDialog>
  );
}
