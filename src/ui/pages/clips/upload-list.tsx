import { useSpeaker } from '../../data/speaker.ts';
import type { Upload, UploadStep } from '../../data/uploads.ts';
import { IconButton } from '../../parts/icon-button.tsx';
import { Progress } from '../../parts/progress.tsx';
import { bytes } from '../../text/bytes.ts';
import { t } from '../../language/translate.ts';

/** The files that are on their way, and those that did not arrive. */
export function UploadList() {
  const { uploads } = useSpeaker();
  const all = uploads.list.value;
  if (all.length === 0) return null;
  return (
    <ul class="uploads" aria-label={t('Uploads')}>
      {all.map(upload => (
        <UploadLine key={upload.id} upload={upload} />
      ))}
    </ul>
  );
}

function UploadLine({ upload: { id, file, now } }: { readonly upload: Upload }) {
  const { uploads } = useSpeaker();
  const failed = now.step === 'failed';
  return (
    <li class={failed ? 'failed' : ''}>
      <span class="upload-name">
        <strong>{file.name}</strong> <small>{bytes(file.size)}</small>
      </span>
      <span class="upload-state" role={failed ? 'alert' : undefined}>
        {words(now)}
      </span>
      <IconButton
        icon="close"
        label={
          failed
            ? t('Close message about {name}', { name: file.name })
            : t('Cancel upload of {name}', { name: file.name })
        }
        onClick={() => uploads.remove(id)}
      />
      {!failed && <Progress label={t('Upload of {name}', { name: file.name })} share={shareOf(now)} />}
    </li>
  );
}

function words(now: UploadStep): string {
  switch (now.step) {
    case 'waiting':
      return t('Waiting');
    case 'sending':
      return t('Uploading {share} %', { share: Math.round(now.share * 100) });
    case 'decoding':
      return t('Decoding …');
    case 'failed':
      return now.message;
  }
}

function shareOf(now: UploadStep): number | undefined {
  if (now.step === 'sending') return now.share;
  return now.step === 'decoding' ? undefined : 0;
}
