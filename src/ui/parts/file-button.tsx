import { useRef } from 'preact/hooks';
import { Icon } from './icon.tsx';
import { t } from '../language/translate.ts';

interface FileButtonProps {
  readonly label: string;
  /** Told to who does not see what the button stands beside. */
  readonly more?: string;
  /** Endings and media types that the browser offers. */
  readonly accept: string;
  readonly onFile: (file: File) => void;
}

/** A button that asks for a file. */
export function FileButton({ label, more, accept, onFile }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t('{label}: file', { label })}
        accept={accept}
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          // The same file may be chosen again.
          currentTarget.value = '';
          if (file !== undefined) onFile(file);
        }}
      />
      <button type="button" class="button" onClick={() => input.current?.click()}>
        <Icon name="upload" /> {label}
        {more !== undefined && <span class="out-of-sight">: {more}</span>}
      </button>
    </>
  );
}
