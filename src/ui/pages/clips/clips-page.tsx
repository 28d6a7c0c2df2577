import { useState } from 'preact/hooks';
import type { Clips } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { useResource } from '../../data/use-resource.ts';
import { Page } from '../../frame/page.tsx';
import { DropZone } from '../../parts/drop-zone.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { bytes } from '../../text/bytes.ts';
import { AddClip } from './add-clip.tsx';
import { ClipList } from './clip-list.tsx';
import { ClipTools } from './clip-tools.tsx';
import { Quota } from './quota.tsx';
import { type ClipOrder, sortClips } from './sort-clips.ts';
import { UploadList } from './upload-list.tsx';
import { t } from '../../language/translate.ts';

/** The clips the speaker can play: add, listen, link, rename, download, delete. */
export function ClipsPage() {
  const { clips, session, uploads } = useSpeaker();
  const known = useResource(clips);
  const mayAdd = session.may('operator') && known !== undefined;
  const add = (files: readonly File[]) => uploads.add(files, known?.maxUploadBytes ?? Infinity);
  return (
    <Page title={t('Audio clips')} actions={mayAdd && <AddClip onFiles={add} />}>
      {mayAdd && <DropZone hint={t('Drop audio files to add them')} onFiles={add} />}
      <UploadList />
      {known === undefined ? (
        <Waiting what={t('the clips')} problem={clips.problem.value} onRetry={() => void clips.ask()} />
      ) : (
        <Known clips={known} mayAdd={mayAdd} />
      )}
    </Page>
  );
}

function Known({ clips: known, mayAdd }: { readonly clips: Clips; readonly mayAdd: boolean }) {
  const [search, setSearch] = useState('');
  const [order, setOrder] = useState<ClipOrder>('name');
  const found = sortClips(known.clips, order, search);
  if (known.clips.length === 0) return <NoClips clips={known} mayAdd={mayAdd} />;
  return (
    <>
      <ClipTools count={known.clips.length} search={search} onSearch={setSearch} order={order} onOrder={setOrder} />
      {found.length === 0 ? (
        <p class="empty">{t('No clip is called “{search}”. Change or clear the search.', { search })}</p>
      ) : (
        <ClipList clips={found} />
      )}
      <Quota clips={known} />
    </>
  );
}

function NoClips({ clips: { formats, maxUploadBytes }, mayAdd }: { readonly clips: Clips; readonly mayAdd: boolean }) {
  return (
    <div class="empty big">
      <p>
        <strong>{t('There are no audio clips yet.')}</strong>
      </p>
      {mayAdd && (
        <p>
          {t('Add one with “Add clip”, or drop audio files anywhere on this page: {formats}, up to {size} each.', {
            formats: formats.join(', '),
            size: bytes(maxUploadBytes),
          })}
        </p>
      )}
    </div>
  );
}
