import { useState } from 'preact/hooks';
import type { Recording } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Menu, type MenuItem } from '../../parts/menu.tsx';
import { bytes } from '../../text/bytes.ts';
import { clipLength } from '../../text/duration.ts';
import { minute } from '../../text/when.ts';
import { t } from '../../language/translate.ts';

const DISKS: Readonly<Record<string, string>> = { SD_DISK: t('Storage slot'), INTERNAL: t('Internal storage') };
/** More are shown when they are asked for. */
const SHOWN = 50;

/** All recordings, the newest first. */
export function RecordingList({ recordings }: { readonly recordings: readonly Recording[] }) {
  const [shown, setShown] = useState(SHOWN);
  const [playing, setPlaying] = useState<string>();
  const [deleting, setDeleting] = useState<Recording>();
  if (recordings.length === 0) return <Empty />;
  return (
    <div class="card">
      <ul class="recordings" aria-label={t('Recordings')}>
        {recordings.slice(0, shown).map(recording => (
          <Row
            key={recording.id}
            recording={recording}
            open={playing === recording.id}
            onPlay={() => setPlaying(playing === recording.id ? undefined : recording.id)}
            onDelete={() => setDeleting(recording)}
          />
        ))}
      </ul>
      {recordings.length > shown && (
        <p class="card-action">
          <button type="button" class="button" onClick={() => setShown(shown + SHOWN)}>
            {t('Show more ({count})', { count: recordings.length - shown })}
          </button>
        </p>
      )}
      {deleting !== undefined && <DeleteRecording recording={deleting} onClose={() => setDeleting(undefined)} />}
    </div>
  );
}

const Empty = () => (
  <p class="empty big">
    <strong>{t('There are no recordings yet')}</strong>
    {t('Press “Record”, or let a rule do it: System › Events › Rules, action “Record audio”.')}
  </p>
);

interface RowProps {
  readonly recording: Recording;
  readonly open: boolean;
  readonly onPlay: () => void;
  readonly onDelete: () => void;
}

function Row({ recording, open, onPlay, onDelete }: RowProps) {
  const { id, disk, label, startedAt, seconds, bytes: size, ongoing } = recording;
  const name = nameOf(recording);
  const file = `/api/recordings/${id}/file`;
  const play = open ? t('Close {name}', { name }) : t('Play {name}', { name });
  return (
    <li class="recording">
      {ongoing ? (
        <span class="badge bad">{t('Recording')}</span>
      ) : (
        <button type="button" class="round-button" aria-label={play} title={play} aria-expanded={open} onClick={onPlay}>
          <Icon name={open ? 'stop' : 'play'} />
        </button>
      )}
      <div>
        <strong>{label === '' ? t('Recording') : words(label)}</strong>
        <small class="line">
          {minute(startedAt)} ·{' '}
          {ongoing ? (
            t('still being made')
          ) : (
            <>
              <span class="unbroken">{clipLength(1000 * seconds)}</span> · <span class="unbroken">{bytes(size)}</span>
            </>
          )}{' '}
          · {DISKS[disk] ?? disk}
        </small>
      </div>
      {ongoing ? (
        <StopButton id={id} name={name} />
      ) : (
        <Menu label={t('More for {name}', { name })} items={itemsFor(file, `${id}-${label}.opus`, onDelete)}>
          <Icon name="more" />
        </Menu>
      )}
      {/* What rings in the room has no captions. */}
      {open && <audio class="recording-player" controls autoplay preload="metadata" src={file} aria-label={name} />}
    </li>
  );
}

const itemsFor = (url: string, name: string, onDelete: () => void): MenuItem[] => [
  { label: t('Download'), icon: 'download', download: { url, name } },
  { label: t('Delete'), icon: 'remove', danger: true, onSelect: onDelete },
];

function StopButton({ id, name }: { readonly id: string; readonly name: string }) {
  const { client, recordings, toasts } = useSpeaker();
  const stop = async () => {
    await toasts.attempt(() => client.change({ method: 'POST', path: `/api/recordings/${id}/stop` }), id);
    await recordings.ask();
  };
  return (
    <button type="button" class="button" aria-label={t('Stop {name}', { name })} onClick={() => void stop()}>
      {t('Stop')}
    </button>
  );
}

interface DeleteProps {
  readonly recording: Recording;
  readonly onClose: () => void;
}

function DeleteRecording({ recording, onClose }: DeleteProps) {
  const { client, recordings, toasts } = useSpeaker();
  const name = nameOf(recording);
  const remove = async () => {
    await client.change({ method: 'DELETE', path: `/api/recordings/${recording.id}` });
    await recordings.ask();
    toasts.done(t('{name} was deleted.', { name }));
    onClose();
  };
  return (
    <ConfirmDialog
      title={t('Delete recording')}
      confirm={t('Delete')}
      busy={t('Deleting …')}
      onConfirm={remove}
      onClose={onClose}
    >
      {t('{name} will be deleted. This cannot be undone.', { name })}
    </ConfirmDialog>
  );
}

const nameOf = ({ label, startedAt }: Recording) =>
  `${label === '' ? t('Recording') : words(label)}, ${minute(startedAt)}`;

/** File names have underscores where a label has blanks. */
const words = (label: string) => label.replaceAll('_', ' ');
