import type { Certificate } from '../../../api/contract.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Facts } from '../../parts/facts.tsx';
import { minute } from '../../text/when.ts';
import { t } from '../../language/translate.ts';

/** All that a certificate says. */
export function CertificateInfo({
  certificate,
  onClose,
}: {
  readonly certificate: Certificate;
  readonly onClose: () => void;
}) {
  const { name, facts, addedAt } = certificate;
  if (facts === undefined) return null;
  return (
    <Dialog title={name} onClose={onClose}>
      <Facts
        facts={[
          { name: t('Issued to'), value: facts.subject },
          { name: t('Issued by'), value: facts.issuer },
          { name: t('Valid from'), value: minute(facts.validFrom) },
          { name: t('Valid until'), value: minute(facts.validTo) },
          ...(facts.names.length === 0 ? [] : [{ name: t('Names'), value: facts.names.join(', ') }]),
          { name: t('Key type'), value: facts.keyType },
          { name: t('Serial number'), value: <code class="fingerprint">{facts.serialNumber}</code> },
          { name: t('SHA-256 fingerprint'), value: <code class="fingerprint">{facts.fingerprint}</code> },
          ...(addedAt === undefined ? [] : [{ name: t('Added'), value: minute(addedAt) }]),
        ]}
      />
    </Dialog>
  );
}
