import { useRef } from 'preact/hooks';
import { Icon } from '../../parts/icon.tsx';
import { t } from '../../language/translate.ts';

/** The button that lets one choose files. */
export function AddClip({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class="button primary" onClick={() => input.current?.click()}>
        <Icon name="plus" /> {t('Add clip')}
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept="audio/*,.au,.snd,.opus,.ogg,.oga,.flac,.mp3,.wav"
        aria-label={t('Audio files')}
        onChange={({ currentTarget: chosen }) => {
          onFiles([...(chosen.files ?? [])]);
          // So that the same file can be chosen again.
          chosen.value = '';
        }}
      />
    </>
  );
}
