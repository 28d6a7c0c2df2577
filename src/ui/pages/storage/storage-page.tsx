import type { Disk } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { useResource } from '../../data/use-resource.ts';
import { Page } from '../../frame/page.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { DiskCard } from './disk-card.tsx';
import { t } from '../../language/translate.ts';

/** Where files can be kept: the medium in the slot, and the quota on the speaker's own card. */
export function StoragePage() {
  const { storage } = useSpeaker();
  const disks = useResource(storage);
  return (
    <Page title={t('Storage')}>
      {disks === undefined ? (
        <Waiting what={t('the storage')} problem={storage.problem.value} onRetry={() => void storage.ask()} />
      ) : (
        <div class="cards">
          <Column disks={disks.filter(({ removable }) => removable)} />
          <Column disks={disks.filter(({ removable }) => !removable)} />
        </div>
      )}
    </Page>
  );
}

const Column = ({ disks }: { readonly disks: readonly Disk[] }) => (
  <div>
    {disks.map(disk => (
      <DiskCard key={disk.id} disk={disk} />
    ))}
  </div>
);
