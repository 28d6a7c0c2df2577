import type { Disk } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Card } from '../../parts/card.tsx';
import { Facts } from '../../parts/facts.tsx';
import { bytes } from '../../text/bytes.ts';
import { sentence } from '../../text/sentence.ts';
import { MountButton } from './mount-button.tsx';
import { t } from '../../language/translate.ts';

const TITLES: Readonly<Record<string, string>> = { SD_DISK: t('Storage slot'), INTERNAL: t('Internal storage') };
const FILE_SYSTEMS: Readonly<Record<string, string>> = { vfat: 'FAT', exfat: 'exFAT' };

/** One disk: what it is, how full it is, and the button that makes it safe to pull it out. */
export function DiskCard({ disk }: { readonly disk: Disk }) {
  const { session } = useSpeaker();
  const { id, removable, status } = disk;
  const title = TITLES[id] ?? t('Storage slot ({id})', { id });
  if (status === 'disconnected') {
    return (
      <Card title={title}>
        <p class="empty">
          {t('No USB stick or SD card is in the slot. What has to be kept goes to the internal storage.')}
        </p>
      </Card>
    );
  }
  return (
    <Card title={title} aside={<Status disk={disk} />}>
      {disk.reason !== '' && (
        <p class="notice error" role="alert">
          {sentence(disk.reason)}
        </p>
      )}
      <Facts facts={factsOf(disk)} />
      {removable && session.may('admin') && <MountButton disk={disk} />}
      {!removable && <p class="field-hint">{t('A part of the speaker’s own card; it cannot be removed.')}</p>}
    </Card>
  );
}

function factsOf({ label, filesystem, removable, totalBytes, freeBytes, status, full, readOnly }: Disk) {
  const space = status === 'OK' ? t('{part} of {all}', { part: bytes(freeBytes), all: bytes(totalBytes) }) : undefined;
  return [
    ...(removable ? [{ name: t('Name'), value: label === '' ? t('none') : label }] : []),
    ...(removable && filesystem !== ''
      ? [{ name: t('File system'), value: FILE_SYSTEMS[filesystem] ?? filesystem }]
      : []),
    ...(space === undefined
      ? []
      : [{ name: t('Free'), value: space, bad: full, note: full ? t('Hardly any space is left.') : undefined }]),
    ...(readOnly ? [{ name: t('Access'), value: t('read only'), bad: true }] : []),
  ];
}

function Status({ disk: { status, busy } }: { readonly disk: Disk }) {
  if (busy) return <span class="badge">{t('Being checked')}</span>;
  if (status === 'OK') return <span class="badge good">{t('Mounted')}</span>;
  if (status === 'failed') return <span class="badge bad">{t('Not usable')}</span>;
  return <span class="badge">{t('Unmounted: safe to remove')}</span>;
}
