import type { Certificate } from '../../../api/contract.ts';
import { Icon } from '../../parts/icon.tsx';
import { Menu, type MenuItem } from '../../parts/menu.tsx';
import { day } from '../../text/when.ts';
import { NEEDED_BY } from './words.ts';
import { t } from '../../language/translate.ts';

const SOON_MS = 30 * 86_400_000;

export type Doing = 'info' | 'answer' | 'delete';

interface TableProps {
  readonly caption: string;
  readonly certificates: readonly Certificate[];
  readonly onDo: (what: Doing, certificate: Certificate) => void;
}

/** Certificates with who vouches for them and until when. */
export function CertificateTable({ caption, certificates, onDo }: TableProps) {
  return (
    <table class="table">
      <caption class="out-of-sight">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{t('Name')}</th>
          <th scope="col" class="only-wide">
            {t('Issued by')}
          </th>
          <th scope="col">{t('Valid until')}</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {certificates.map(certificate => (
          <Row key={certificate.id} certificate={certificate} onDo={onDo} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ certificate, onDo }: Pick<TableProps, 'onDo'> & { readonly certificate: Certificate }) {
  const { name, facts, usedBy } = certificate;
  return (
    <tr>
      <th scope="row">
        {name}
        {usedBy.length > 0 && <small class="line">{usedBy.map(use => NEEDED_BY[use]).join(', ')}</small>}
      </th>
      <td class="only-wide">{facts?.issuer ?? ''}</td>
      <td>{facts === undefined ? t('Waits for its certificate') : <Validity until={facts.validTo} />}</td>
      <td class="table-menu">
        <Menu label={t('More for {name}', { name })} items={itemsOf(certificate, what => onDo(what, certificate))}>
          <Icon name="more" />
        </Menu>
      </td>
    </tr>
  );
}

function itemsOf({ id, name, kind, addedAt }: Certificate, onDo: (what: Doing) => void): MenuItem[] {
  const isRequest = kind === 'request';
  const file = { url: `/api/certificates/${id}/pem`, name: `${name}.${isRequest ? 'csr' : 'pem'}` };
  const answer: MenuItem = { label: t('Add its certificate'), icon: 'upload', onSelect: () => onDo('answer') };
  const info: MenuItem = { label: t('Certificate information'), icon: 'show', onSelect: () => onDo('info') };
  const remove: MenuItem = { label: t('Delete'), icon: 'remove', danger: true, onSelect: () => onDo('delete') };
  return [
    isRequest ? answer : info,
    { label: isRequest ? t('Download the request') : t('Download'), icon: 'download', download: file },
    // The speaker's own one was never added.
    ...(addedAt === undefined ? [] : [remove]),
  ];
}

function Validity({ until }: { readonly until: string }) {
  const left = Date.parse(until) - Date.now();
  return (
    <>
      {day(until)}
      {left < SOON_MS && (
        <span class="reminder">
          <Icon name="warning" /> {left < 0 ? t('Expired') : t('Expires soon')}
        </span>
      )}
    </>
  );
}
