import { useRef } from 'preact/hooks';
import type { Upgrade } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { DropZone } from '../../parts/drop-zone.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Progress } from '../../parts/progress.tsx';
import { bytes } from '../../text/bytes.ts';
import { t } from '../../language/translate.ts';

/** Chooses a release and follows it on its way to the speaker. */
export function ChooseRelease({ upgrade: { maxBytes, phase } }: { readonly upgrade: Upgrade }) {
  const { release } = useSpeaker();
  const now = release.now.value;
  const send = (files: readonly File[]) => {
    const [file] = files;
    if (file !== undefined) void release.send(file, maxBytes);
  };
  if (now.step === 'sending' || now.step === 'checking') return <OnItsWay />;
  if (phase !== 'idle') return <p class="card-text">{t('Somebody else is uploading a release to this speaker.')}</p>;
  return (
    <div class="upgrade-step">
      <DropZone hint={t('Drop the release to upload it')} onFiles={send} />
      {now.step === 'failed' && (
        <p class="notice error" role="alert">
          {release.file.value?.name}: {now.message}
        </p>
      )}
      <p>
        {t(
          'Choose the release for this speaker, a file that ends in .raucb, or drop it here. It is checked first; nothing is installed before you say so, and your settings are kept.',
        )}
      </p>
      <ChooseFile onFiles={send} />
    </div>
  );
}

function ChooseFile({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class="button primary" onClick={() => input.current?.click()}>
        <Icon name="upload" /> {t('Choose file')}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        accept=".raucb"
        aria-label={t('Release')}
        onChange={({ currentTarget: chosen }) => {
          onFiles([...(chosen.files ?? [])]);
          // So that the same file can be chosen again.
          chosen.value = '';
        }}
      />
    </>
  );
}

function OnItsWay() {
  const { release } = useSpeaker();
  const now = release.now.value;
  const file = release.file.value;
  const share = now.step === 'sending' ? now.share : undefined;
  return (
    <div class="upgrade-step">
      <p>
        <strong>{file?.name}</strong> <small>{bytes(file?.size ?? 0)}</small>{' '}
        <span class="upgrade-state" role="status">
          {share === undefined ? t('Checking …') : t('Uploading {share} %', { share: Math.round(share * 100) })}
        </span>
      </p>
      <Progress label={t('Upload of the release')} share={share} />
      {share !== undefined && (
        <button type="button" class="button" onClick={() => release.cancel()}>
          {t('Cancel')}
        </button>
      )}
    </div>
  );
}
