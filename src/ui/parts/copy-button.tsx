import { useEffect, useState } from 'preact/hooks';
import { Icon } from './icon.tsx';
import { t } from '../language/translate.ts';

interface CopyButtonProps {
  readonly label: string;
  readonly text: string;
  readonly disabled?: boolean;
}

const SHOWN_MS = 2500;

/** Puts a text on the clipboard and says whether that worked. */
export function CopyButton({ label, text, disabled = false }: CopyButtonProps) {
  const [said, say] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => say(''), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = async (button: HTMLElement) => {
    say((await copied(text, button)) ? t('Copied') : t('Select and copy it yourself'));
  };
  return (
    <span class="copy">
      <button
        type="button"
        class="icon-button"
        aria-label={label}
        title={label}
        disabled={disabled}
        onClick={event => void copy(event.currentTarget)}
      >
        <Icon name={said === t('Copied') ? 'check' : 'copy'} />
      </button>
      <span class="copy-said" role="status">
        {said}
      </span>
    </span>
  );
}

async function copied(text: string, near: HTMLElement): Promise<boolean> {
  // Not there on pages that did not come over HTTPS.
  const clipboard = navigator.clipboard as Clipboard | undefined;
  try {
    await clipboard?.writeText(text);
    if (clipboard !== undefined) return true;
  } catch {
    return copiedBySelection(text, near);
  }
  return copiedBySelection(text, near);
}

/** The old way, for browsers that do not let the page use the clipboard: select a text and run the command. */
function copiedBySelection(text: string, near: HTMLElement): boolean {
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'out-of-sight';
  // Beside the button, because nothing outside of an open dialog can be selected.
  near.after(area);
  area.select();
  const editor = document as unknown as { execCommand(name: 'copy'): boolean };
  const done = editor.execCommand('copy');
  area.remove();
  near.focus();
  return done;
}
