import { useState } from 'preact/hooks';
import type { Certificate } from '../../../api/contract.ts';
import { Card } from '../../parts/card.tsx';
import { Icon } from '../../parts/icon.tsx';
import { AddCertificate } from './add-certificate.tsx';
import { AnswerRequest } from './answer-request.tsx';
import { CertificateInfo } from './certificate-info.tsx';
import { CertificateTable, type Doing } from './certificate-table.tsx';
import { CertificateUses } from './certificate-uses.tsx';
import { DeleteCertificate } from './delete-certificate.tsx';
import { t } from '../../language/translate.ts';

interface Done {
  readonly what: Doing | 'add' | 'trust';
  readonly certificate?: Certificate;
}

/** What the speaker shows of itself, and whom it trusts. */
export function CertificateCards({ certificates }: { readonly certificates: readonly Certificate[] }) {
  const [doing, setDoing] = useState<Done | undefined>();
  const close = () => setDoing(undefined);
  const onDo = (what: Doing, certificate: Certificate) => setDoing({ what, certificate });
  const own = certificates.filter(({ kind }) => kind !== 'authority');
  const authorities = certificates.filter(({ kind }) => kind === 'authority');
  return (
    <>
      <Card
        title={t('Client/server certificates')}
        aside={<AddButton onClick={() => setDoing({ what: 'add' })} label={t('Add certificate')} />}
      >
        <CertificateTable caption={t('Client/server certificates')} certificates={own} onDo={onDo} />
        <CertificateUses certificates={own} />
      </Card>
      <Card
        title={t('CA certificates')}
        aside={<AddButton onClick={() => setDoing({ what: 'trust' })} label={t('Add CA certificate')} />}
      >
        {authorities.length === 0 ? (
          <p class="empty">
            {t(
              'None. The speaker trusts well-known authorities; add your own where your servers have certificates of it.',
            )}
          </p>
        ) : (
          <CertificateTable caption={t('CA certificates')} certificates={authorities} onDo={onDo} />
        )}
      </Card>
      {doing !== undefined && <Opened doing={doing} onClose={close} />}
    </>
  );
}

function AddButton({ label, onClick }: { readonly label: string; readonly onClick: () => void }) {
  return (
    <button type="button" class="button" onClick={onClick}>
      <Icon name="plus" /> {label}
    </button>
  );
}

function Opened({ doing: { what, certificate }, onClose }: { readonly doing: Done; readonly onClose: () => void }) {
  if (what === 'add') return <AddCertificate ways={['upload', 'self-signed', 'request']} onClose={onClose} />;
  if (what === 'trust') return <AddCertificate ways={['authority']} onClose={onClose} />;
  if (certificate === undefined) return null;
  if (what === 'info') return <CertificateInfo certificate={certificate} onClose={onClose} />;
  if (what === 'answer') return <AnswerRequest certificate={certificate} onClose={onClose} />;
  return <DeleteCertificate certificate={certificate} onClose={onClose} />;
}
